"""Do the sums of a closed day or month lie? They are what the books say, still."""

from collections.abc import Iterator

from kumiai.ledger.proof import Lie
from kumiai.reports import kept, kept_months
from kumiai.reports.models import ClosedDay


def lies() -> Iterator[Lie]:
    """Of each co-op the first closed day and month whose kept sums are not those of its entries."""
    coops = ClosedDay.objects.order_by("coop_id").values_list("coop_id", flat=True).distinct()
    for coop_id in coops:
        if (day := _first_wrong(coop_id)) is not None:
            yield Lie(
                f"reports_closedday coop_id={coop_id} business_date={day}",
                "締めた日の合計が帳簿と違います",
                "is not what the books say of the day",
            )
        if (month := _first_wrong_month(coop_id)) is not None:
            yield Lie(
                f"reports_membermonth coop_id={coop_id} month={month}",
                "締めた月の組合員ごとの合計が帳簿と違います",
                "is not what the books say of the members in the month",
            )


def _first_wrong(coop_id: int) -> str | None:
    through = kept.kept_through(coop_id)
    stored = {
        day.business_date: day.facts
        for day in ClosedDay.objects.filter(coop_id=coop_id).order_by("business_date").iterator()
    }
    for day in kept.derived(coop_id=coop_id, after=None):
        if through is not None and day.business_date > through:
            return None
        if stored.pop(day.business_date, None) != day.facts:
            return day.business_date.isoformat()
    return min(stored).isoformat() if stored else None


def _first_wrong_month(coop_id: int) -> str | None:
    through = kept_months.kept_through(coop_id)
    stored = {facts.month: facts for facts in kept_months.stored(coop_id=coop_id)}
    for facts in kept_months.derived(coop_id=coop_id, after=None):
        if through is None or facts.month > through:
            break
        if stored.pop(facts.month, None) != facts:
            return facts.month.isoformat()
    return min(stored).isoformat() if stored else None
