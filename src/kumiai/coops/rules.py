"""Business days of a co-op, and who does something to whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

import jpholiday

SATURDAY, SUNDAY = 5, 6

ActorKind = Literal["staff", "operator", "system", "member", "guardian", "terminal"]
TerminalKind = Literal["till", "top_up_machine", "feed"]
# What a co-op's calendar says of a day of its own; `short` is open, with shorter hours.
DayMark = Literal["open", "short", "closed"]
TERMINAL_KINDS: tuple[TerminalKind, ...] = ("till", "top_up_machine", "feed")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: the kind, and the id (or an operator's login name); empty for the system."""

    kind: ActorKind
    id: str = ""


SYSTEM = Actor(kind="system")


def is_business_day(day: date, overrides: Mapping[date, bool]) -> bool:
    """Neither Sunday nor holiday, unless the co-op's calendar says otherwise (guide row G31)."""
    if day in overrides:
        return overrides[day]
    return not _is_day_off(day)


def is_closed_day(day: date, mark: DayMark | None) -> bool:
    """The same asked of one day, by what the calendar says of it, if anything."""
    return _is_day_off(day) if mark is None else mark == "closed"


def business_day_after(day: date, count: int, overrides: Mapping[date, bool]) -> date:
    """The count-th business day after `day`; the day itself is not counted (guide row G31)."""
    if count < 0:
        raise ValueError("count must not be negative")
    found = day
    while count:
        found += timedelta(days=1)
        if is_business_day(found, overrides):
            count -= 1
    return found


def _is_day_off(day: date) -> bool:
    return day.weekday() == SUNDAY or bool(jpholiday.is_holiday(day))
