"""Do the sums of a closed day or month lie? They are what the books say, still."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TypeVar

from kumiai.ledger.proof import Lie
from kumiai.reports import kept, kept_months
from kumiai.reports.models import ClosedDay

T = TypeVar("T")


def lies() -> Iterator[Lie]:
    """Of each co-op the first closed day and month whose kept sums are not those of its entries."""
    coops = ClosedDay.objects.order_by("coop_id").values_list("coop_id", flat=True).distinct()
    for coop_id in coops:
        if (day := _wrong_day(coop_id)) is not None:
            yield Lie(
                f"reports_closedday coop_id={coop_id} business_date={day}",
                "締めた日の合計が帳簿と違います",
                "is not what the books say of the day",
            )
        if (month := _wrong_month(coop_id)) is not None:
            yield Lie(
                f"reports_membermonth coop_id={coop_id} month={month}",
                "締めた月の組合員ごとの合計が帳簿と違います",
                "is not what the books say of the members in the month",
            )


def _wrong_day(coop_id: int) -> date | None:
    days = ClosedDay.objects.filter(coop_id=coop_id).order_by("business_date")
    return _first_wrong(
        {day.business_date: day.facts for day in days.iterator()},
        ((day.business_date, day.facts) for day in kept.derived(coop_id=coop_id, after=None)),
    )


def _wrong_month(coop_id: int) -> date | None:
    return _first_wrong(
        {facts.month: facts for facts in kept_months.stored(coop_id=coop_id)},
        ((facts.month, facts) for facts in kept_months.derived(coop_id=coop_id, after=None)),
    )


def _first_wrong(stored: dict[date, T], derived: Iterable[tuple[date, T]]) -> date | None:
    """The first of them that the books tell otherwise; those after the last stored may wait."""
    through = max(stored, default=date.min)
    for key, facts in derived:
        if key > through:
            break
        if stored.pop(key, None) != facts:
            return key
    return min(stored, default=None)
