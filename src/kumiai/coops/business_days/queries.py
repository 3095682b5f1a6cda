"""A co-op's days, month by month."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from kumiai.coops import queries as coops
from kumiai.coops import rules


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar; `is_open` where it is a business day (guide row G31)."""

    date: date
    is_open: bool
    is_today: bool
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class MarkedDay:
    """A day on which the co-op differs from Sundays and holidays, and why."""

    date: date
    is_open: bool
    note: str
    is_short: bool = False


@dataclass(frozen=True, slots=True)
class Month:
    """A month in weeks from Monday on, None for the days of its neighbours."""

    first: date
    weeks: list[list[Day | None]]
    marked: list[MarkedDay]

    @property
    def notes(self) -> list[tuple[date, str]]:
        """The marked days that say why."""
        return [(day.date, day.note) for day in self.marked if day.note]


def month(*, coop_id: int, first: date, today: date) -> Month:
    """The month that begins on `first`."""
    last = next_month(first) - timedelta(days=1)
    marks = coops.calendar_marks(coop_id, first, last)
    notes = coops.calendar_notes(coop_id, first, last)

    def day(number: int) -> Day | None:
        if not number:
            return None
        here = first.replace(day=number)
        mark = marks.get(here)
        is_open = not rules.is_closed_day(here, mark)
        return Day(here, is_open, here == today, is_short=mark == "short")

    weeks = calendar.Calendar().monthdayscalendar(first.year, first.month)
    return Month(
        first=first,
        weeks=[[day(number) for number in week] for week in weeks],
        marked=[
            MarkedDay(on, mark != "closed", notes.get(on, ""), is_short=mark == "short")
            for on, mark in sorted(marks.items())
        ],
    )


def next_month(first: date) -> date:
    """The first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)


def previous_month(first: date) -> date:
    """The first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)
