"""The meal cards' part of the till path: what may still be eaten for today, and its use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kumiai.kit import sql
from kumiai.kit.steps import Steps, tell
from kumiai.meals import rules
from kumiai.meals.rules import Plan, Right

MealKey = tuple[int, date]  # A member, and a date in Tokyo.

_sql = sql.load("kumiai.meals")


@dataclass(frozen=True, slots=True)
class Held:
    """A holder's plan on a day, and how much of the right is used."""

    plan: Plan
    used_yen: int

    def right(self, occurred_at: datetime) -> Right:
        """The right at a moment of that day."""
        return rules.right_at(self.plan, occurred_at=occurred_at, used_yen=self.used_yen)


@dataclass(frozen=True, slots=True)
class Used:
    """What one purchase took of a day's right."""

    entry_id: UUID
    coop_id: int
    member_id: int
    right: Right
    yen: int


def write_uses(uses: Sequence[Used]) -> Steps[None]:
    """Write what was used; the database refuses a day over its limit."""
    if not uses:
        return
    yield from tell(
        _sql.insert_uses,
        {
            "entries": [used.entry_id for used in uses],
            "coops": [used.coop_id for used in uses],
            "members": [used.member_id for used in uses],
            "dates": [used.right.date for used in uses],
            "limits": [used.right.limit_yen for used in uses],
            "amounts": [used.yen for used in uses],
        },
    )
