"""The meal cards' part of the till path: what may still be eaten for today, and its use."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from kumiai.coops.rules import DayMark
from kumiai.kit import clock, sql
from kumiai.kit.steps import Steps, ask, tell
from kumiai.meals import rules
from kumiai.meals.rules import Plan, Right, TimedUse

MealKey = tuple[int, date]  # A member, and a date in Tokyo.

# The end of the plan's columns in a row of READ_RIGHTS.
_USED = 13

_sql = sql.load("kumiai.meals")
READ_RIGHTS = _sql.read_rights


@dataclass(frozen=True, slots=True)
class Held:
    """A holder's plan on a day, and how much of the right is used.

    The rest is as `rules.right_at` takes it.
    """

    plan: Plan
    used_yen: int
    extra_yen: int = 0
    mark: DayMark | None = None
    uses: tuple[TimedUse, ...] = ()

    def right(self, occurred_at: datetime) -> Right:
        """The right at a moment of that day."""
        return rules.right_at(
            self.plan,
            occurred_at=occurred_at,
            used_yen=self.used_yen,
            extra_yen=self.extra_yen,
            mark=self.mark,
            uses=self.uses,
        )

    def after(self, yen: int, *, occurred_at: datetime) -> "Held":
        """The same once so much more is used by a sale of that moment, or given back of it."""
        uses = self.uses
        if self.plan.windows:
            uses = (*uses, (occurred_at.astimezone(clock.TOKYO).time(), yen))
        return replace(self, used_yen=self.used_yen + yen, uses=uses)


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
    return (yield from read_days(keys))


def read_days(wanted: Sequence[tuple[int, int, date]]) -> Steps[dict[MealKey, Held]]:
    """The same of (co-op, member) on days."""
    rows = yield from ask(READ_RIGHTS, parameters(wanted))
    return held(rows)


def parameters(wanted: Sequence[tuple[int, int, date]]) -> dict[str, Any]:
    """The parameters of READ_RIGHTS for (co-op, member) on days."""
    return {
        "coops": [coop for coop, _, _ in wanted],
        "members": [member for _, member, _ in wanted],
        "dates": [day for _, _, day in wanted],
    }


def held(rows: Iterable[Sequence[Any]]) -> dict[MealKey, Held]:
    """Rows of READ_RIGHTS by member and day."""
    return {(row[0], row[1]): _held(row) for row in rows}


def timed(uses: Sequence[tuple[str, int]] | None) -> tuple[TimedUse, ...]:
    """When what was used, as a row tells it."""
    return tuple((time.fromisoformat(at), yen) for at, yen in uses or ())


def _held(row: Sequence[Any]) -> Held:
    columns = [*row[2 : _USED - 1], rules.windows(row[_USED - 1])]
    used_yen, extra_yen, mark, uses = row[_USED:]
    return Held(Plan(*columns), used_yen, extra_yen, mark, timed(uses))


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
