"""Marking days as open or closed, or taking the mark away. What has come stays as it was."""

from datetime import date, datetime

from django.db import transaction

from kumiai.coops import actions as coops
from kumiai.coops.business_days import rules
from kumiai.coops.business_days.rules import DayState, Problem
from kumiai.coops.models import CalendarDay
from kumiai.coops.rules import Actor
from kumiai.kit import clock


class CannotMarkDays(Exception):
    """`problem` says why, see `rules.problem_with`; `same`: they are marked like this already."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


@transaction.atomic
def mark_days(
    *,
    coop_id: int,
    first: date,
    last: date,
    state: DayState,
    note: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> None:
    """Let the co-op be open (with short hours), closed, or as usual on these days (guide row G31).

    Both ends are included. Claims made before keep their day; later ones are reckoned anew.
    Raises CannotMarkDays.
    """
    problem = rules.problem_with(first, last, today=clock.tokyo_date(at))
    if problem:
        raise CannotMarkDays(problem)
    known = CalendarDay.objects.select_for_update().filter(coop_id=coop_id)
    rows = known.filter(date__range=(first, last)).order_by("date")
    was = {row.date: (row.is_business, row.is_short, row.note) for row in rows}
    days = [] if state == "usual" else rules.days(first, last)
    becomes = dict.fromkeys(days, (state != "closed", state == "short", note))
    if was == becomes:
        raise CannotMarkDays("same")
    CalendarDay.objects.filter(coop_id=coop_id, date__in=was.keys() - becomes.keys()).delete()
    CalendarDay.objects.bulk_create(
        [
            CalendarDay(
                coop_id=coop_id, date=day, is_business=is_open, is_short=is_short, note=note
            )
            for day, (is_open, is_short, note) in becomes.items()
        ],
        update_conflicts=True,
        unique_fields=["coop", "date"],
        update_fields=["is_business", "is_short", "note"],
    )
    coops.record_act(
        coop_id=coop_id,
        by=by,
        verb="mark_business_days",
        subject=f"calendar:{first.isoformat()}",
        at=at,
        reason=reason,
        details={"last": last.isoformat(), "state": state, "note": note},
    )
