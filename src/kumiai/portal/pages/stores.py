"""`/stores`: where the co-op is to be found, and on which days. Open to all."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kumiai.coops import queries as coops
from kumiai.coops import rules
from kumiai.kit import clock
from kumiai.portal.viewer import PortalRequest


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar; `is_open` where it is a business day (guide row G31)."""

    date: date
    is_open: bool
    is_today: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks from Monday on, None for the days of its neighbours.

    `notes` are the days on which the co-op differs from Sundays and holidays, and why.
    """

    first: date
    weeks: list[list[Day | None]]
    notes: list[tuple[date, str]]


@require_safe
def stores(request: PortalRequest) -> HttpResponse:
    """Stores with their hours, and the business days of this month and the next."""
    if request.coop is None:
        raise Http404
    today = clock.tokyo_date(clock.now())
    shown = {
        "stores": coops.stores(request.coop.id),
        "months": _months(request.coop.id, today),
    }
    return render(request, "portal/stores.html", shown)


def _months(coop_id: int, today: date) -> list[Month]:
    first = today.replace(day=1)
    starts = [first, _next_month(first)]
    last = _next_month(starts[-1]) - timedelta(days=1)
    overrides = coops.calendar_overrides(coop_id, first, last)
    notes = coops.calendar_notes(coop_id, first, last)

    def day(start: date, number: int) -> Day | None:
        if not number:
            return None
        here = start.replace(day=number)
        return Day(here, rules.is_business_day(here, overrides), here == today)

    return [
        Month(
            first=start,
            weeks=[
                [day(start, number) for number in week]
                for week in calendar.Calendar().monthdayscalendar(start.year, start.month)
            ],
            notes=sorted((on, note) for on, note in notes.items() if on.replace(day=1) == start),
        )
        for start in starts
    ]


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
