"""The meal cards' part of the till path: what may still be eaten for today, and its use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kumiai.kit import clock, sql
from kumiai.kit.steps import Steps, ask, tell
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


@dataclass(frozen=True, slots=True)
class Returned:
    """What one reversal gave back of a day's right."""

    entry_id: UUID
    coop_id: int
    member_id: int
    date: date
    yen: int


def read_rights(wanted: Sequence[tuple[int, int, datetime]]) -> Steps[dict[MealKey, Held]]:
    """The meal cards of (co-op, member) at moments. Their purses are locked already."""
    keys = sorted({(coop, member, clock.tokyo_date(at)) for coop, member, at in wanted})
    rows = yield from ask(
        _sql.read_rights,
        {
            "coops": [coop for coop, _, _ in keys],
            "members": [member for _, member, _ in keys],
            "dates": [day for _, _, day in keys],
        },
    )
    return {(row[0], row[1]): Held(Plan(*row[2:9]), row[9]) for row in rows}


def write_moves(used: Sequence[Used], returned: Sequence[Returned]) -> Steps[None]:
    """Write what was used and given back; the database refuses a day over its limit."""
    if not used and not returned:
        return
    moves: list[Used | Returned] = [*used, *returned]
    yield from tell(
        _sql.insert_moves,
        {
            "entries": [move.entry_id for move in moves],
            "coops": [move.coop_id for move in moves],
            "members": [move.member_id for move in moves],
            "dates": [use.right.date for use in used] + [back.date for back in returned],
            # A day keeps its limit when something comes back.
            "limits": [use.right.limit_yen for use in used] + [None] * len(returned),
            "amounts": [use.yen for use in used] + [-back.yen for back in returned],
        },
    )
