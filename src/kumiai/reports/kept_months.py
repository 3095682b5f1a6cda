"""What each member bought in a month and held at its end, kept once all its days are closed.

A year's use by member is so read month by month, and what was held on a past day counted on, or
back, from the nearest month's end. `proof` finds all of it anew, as it does with `kept`.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction

from kumiai.kit import sql
from kumiai.ledger.models import DayClose
from kumiai.reports.models import MemberMonth

_sql = sql.load(__package__)
_DAY = timedelta(days=1)
# In the order of the columns of `MemberMonth`.
KINDS = ("PREPAID", "UNCOLLECTED", "POINTS", "WEB_POINTS", "DEBT")
Bought = tuple[int, ...]
Held = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MonthFacts:
    """A month by members: yen bought by genre (None: nothing), and what was held at its end.

    Nobody, a member without an id, is the co-op's suspense. `closed_by` is the first closed day
    from the month's end on.
    """

    month: date
    closed_by: date
    members: Mapping[int | None, tuple[Bought | None, Held]]


@dataclass(frozen=True, slots=True)
class Whole:
    """The months of a time that are kept, by their first days; none where `first` is after."""

    first: date
    last: date

    @property
    def until(self) -> date:
        """The last day of the last of them."""
        return end_of(self.last)


def month_of(day: date) -> date:
    """Its first day."""
    return day.replace(day=1)


def end_of(month: date) -> date:
    """The last day of a month."""
    return month_of(month + 31 * _DAY) - _DAY


def kept_through(coop_id: int) -> date | None:
    """The last month that is kept; then so are all before it. In one without a row was nothing."""
    months = MemberMonth.objects.filter(coop_id=coop_id).order_by("-month")
    return months.values_list("month", flat=True).first()


def whole(*, coop_id: int, first: date, last: date) -> Whole | None:
    """The whole months of a time that are kept."""
    through = kept_through(coop_id)
    if through is None:
        return None
    begins = first if first.day == 1 else end_of(first) + _DAY
    ends = min(through, month_of(month_of(last + _DAY) - _DAY))
    return Whole(begins, ends) if begins <= ends else None


def nearest(*, coop_id: int, on: date) -> date | None:
    """The kept month whose end is nearest to a day; None where what is held now is nearer."""
    through = kept_through(coop_id)
    if through is None:
        return None
    before = min(through, month_of(month_of(on + _DAY) - _DAY))
    near = {abs((end_of(month) - on).days): month for month in (before, min(through, month_of(on)))}
    return near[min(near)] if min(near) <= _days_since(coop_id, on) else None


def derived(*, coop_id: int, after: date | None) -> Iterator[MonthFacts]:
    """Every month whose days are all closed, or those after one that is kept, from the books."""
    closes = DayClose.objects.filter(coop_id=coop_id).order_by("business_date")
    closed = list(closes.values_list("business_date", flat=True))
    first = end_of(after) + _DAY if after else date.min
    last = _last_closed(closed)
    if last is None or last < first:
        return
    about = {"coop": coop_id, "first": first, "last": end_of(last)}
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_sql.sort_in_memory)
        bought = _by_month(_sql.months_bought, about)
        changed = _by_month(_sql.months_changed, about)
    holding = _held_at(coop_id, after)
    for month in _months(min((*bought, *changed), default=last) if after is None else first, last):
        for member, kind, change in changed.get(month, ()):
            holding[member][KINDS.index(kind)] += change
        sold = {member: tuple(yen) for member, *yen in bought.get(month, ())}
        closed_by = next(day for day in closed if day >= end_of(month))
        held = {member: tuple(each) for member, each in holding.items() if any(each)}
        members = {
            member: (sold.get(member), held.get(member, (0,) * len(KINDS)))
            for member in {*sold, *held}
        }
        yield MonthFacts(month, closed_by, members)


def stored(*, coop_id: int) -> Iterator[MonthFacts]:
    """What is kept, by month."""
    rows = MemberMonth.objects.filter(coop_id=coop_id)
    for month in rows.order_by("month").values_list("month", flat=True).distinct():
        some = list(rows.filter(month=month).order_by("id"))
        members = {row.member_id: (row.bought, row.held) for row in some}
        yield MonthFacts(month, some[0].closed_by, members)


def _months(first: date, last: date) -> Iterator[date]:
    """All of them: who moves nothing in a month still holds something at its end."""
    month = month_of(first)
    while month <= last:
        yield month
        month = end_of(month) + _DAY


def _last_closed(closed: list[date]) -> date | None:
    """The last month no day of which can get another entry."""
    return month_of(month_of(closed[-1] + _DAY) - _DAY) if closed else None


def _days_since(coop_id: int, on: date) -> int:
    """How many days back a day is from the newest in the books."""
    with connection.cursor() as cursor:
        cursor.execute(_sql.newest_day, {"coop": coop_id})
        (newest,) = cursor.fetchone()
    return max(0, (newest - on).days) if newest else 0


def _held_at(coop_id: int, month: date | None) -> dict[int, list[int]]:
    """What members held at the end of a kept month; nothing before the first."""
    holding: dict[int, list[int]] = defaultdict(lambda: [0] * len(KINDS))
    rows = MemberMonth.objects.filter(coop_id=coop_id, month=month or date.min)
    for row in rows.order_by("id"):
        if row.member_id is not None:
            holding[row.member_id] = list(row.held)
    return holding


def _by_month(statement: str, about: dict[str, Any]) -> Mapping[date, list[list[Any]]]:
    months: dict[date, list[list[Any]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(statement, about)
        for month, *row in cursor.fetchall():
            months[month].append(row)
    return months
