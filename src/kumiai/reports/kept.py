"""The sums of closed days, kept so that a month or a year is not added up from every sale again.

A closed day never changes, so neither do its sums. They are those the same statements find, and
`proof` finds them anew. What is not kept yet, and every open day, is asked of the books.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from kumiai.kit import sql
from kumiai.ledger.models import DayClose
from kumiai.reports.models import ClosedDay

_sql = sql.load(__package__)

# What is asked of the books by day, each by the statement of its name: rows that begin with a day.
PARTS = ("moves", "entries_counted", "rates", "genres")
Facts = dict[str, list[list[Any]]]


@dataclass(frozen=True, slots=True)
class DayFacts:
    """A day's sums as they are kept: rows by part, and what purses of a kind hold at its end."""

    business_date: date
    facts: Facts


@dataclass(frozen=True, slots=True)
class Time:
    """Business dates of a co-op, and the last of all its days that is kept, looked up once."""

    coop_id: int
    first: date
    last: date
    through: date | None

    def rows(self, part: str) -> Iterator[tuple[Any, ...]]:
        """The rows of a part by day: what is kept, then what the books say."""
        first = self.first
        if self.through is not None:
            # No further than what was kept then: a day that is kept meanwhile would count twice.
            until = min(self.last, self.through)
            days = ClosedDay.objects.filter(
                coop_id=self.coop_id, business_date__range=(first, until)
            )
            found = days.order_by("business_date").values_list("business_date", f"facts__{part}")
            for day, some in found:
                yield from ((day, *row) for row in some)
            first = max(first, self.through + timedelta(days=1))
        if first <= self.last:
            yield from asked(part, coop_id=self.coop_id, first=first, last=self.last)


def time(*, coop_id: int, first: date, last: date) -> Time:
    """The days from `first` to `last`."""
    return Time(coop_id, first, last, kept_through(coop_id))


def held(*, coop_id: int, on: date) -> dict[str, tuple[int, int]] | None:
    """What purses of each kind held at the end of a day, and how many; None if it is not kept."""
    through = kept_through(coop_id)
    if through is None or on > through:
        return None
    days = ClosedDay.objects.filter(coop_id=coop_id, business_date__lte=on)
    day = days.order_by("-business_date").first()
    return {kind: (amount, holders) for kind, amount, holders in day.facts["held"]} if day else {}


def kept_through(coop_id: int) -> date | None:
    """The last day whose sums are kept; then so are those of every closed day before it."""
    days = ClosedDay.objects.filter(coop_id=coop_id).order_by("-business_date")
    return days.values_list("business_date", flat=True).first()


def asked(part: str, *, coop_id: int, first: date, last: date) -> list[tuple[Any, ...]]:
    """What the books say, whatever is kept."""
    with connection.cursor() as cursor:
        cursor.execute(_sql[part], {"coop": coop_id, "first": first, "last": last})
        return cursor.fetchall()


def derived(*, coop_id: int, after: date | None) -> Iterator[DayFacts]:
    """The sums of every closed day, or of those after a day that is kept, from the books."""
    closed = DayClose.objects.filter(coop_id=coop_id, business_date__gt=after or date.min)
    days = list(closed.order_by("business_date").values_list("business_date", flat=True))
    if not days:
        return
    first = after + timedelta(days=1) if after else date.min
    common: dict[str, Any] = {"coop_id": coop_id, "first": first, "last": days[-1]}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_sql.sort_in_memory)
        found = {part: _by_day(asked(part, **common)) for part in PARTS}
        changed = _by_day(asked("purses_changed", **common))
    holding = held(coop_id=coop_id, on=after) if after else {}
    for day in days:
        holding = _after(holding or {}, changed.get(day, []))
        facts = {part: found[part].get(day, []) for part in PARTS}
        facts["held"] = [[kind, *sums] for kind, sums in sorted(holding.items())]
        yield DayFacts(day, facts)


def _by_day(found: list[tuple[Any, ...]]) -> Mapping[date, list[list[Any]]]:
    days: dict[date, list[list[Any]]] = defaultdict(list)
    for day, *row in found:
        days[day].append(row)
    return days


def _after(
    before: Mapping[str, tuple[int, int]], changed: list[list[Any]]
) -> dict[str, tuple[int, int]]:
    holding = dict(before)
    for kind, amount, holders in changed:
        had, holding_then = holding.get(kind, (0, 0))
        holding[kind] = (had + amount, holding_then + holders)
    return holding
