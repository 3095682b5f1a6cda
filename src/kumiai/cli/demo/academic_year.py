"""The rhythm of a campus: which kind of day it is, and how full it is."""

import functools
from datetime import date
from enum import Enum

import jpholiday

SATURDAY, SUNDAY = 5, 6


class DayKind(Enum):
    """What a date is on campus."""

    CLASSES = "classes"
    EXAMS = "exams"
    VACATION = "vacation"
    SATURDAY = "saturday"
    CLOSED = "closed"


# Share of those on campus on a day of classes who are there; staff keep coming in vacations.
STUDENT_FOOTFALL = {
    DayKind.CLASSES: 1.0,
    DayKind.EXAMS: 0.85,
    DayKind.VACATION: 0.1,
    DayKind.SATURDAY: 0.08,
    DayKind.CLOSED: 0.0,
}
STAFF_FOOTFALL = {
    DayKind.CLASSES: 0.9,
    DayKind.EXAMS: 0.85,
    DayKind.VACATION: 0.7,
    DayKind.SATURDAY: 0.1,
    DayKind.CLOSED: 0.0,
}


def school_year(day: date) -> int:
    """The academic year of a day: it begins on 1 April."""
    return day.year if day.month >= 4 else day.year - 1


@functools.cache
def kind_of(day: date) -> DayKind:
    """The kind of a day; Sundays, holidays, Obon and New Year are closed."""
    if day.weekday() == SUNDAY or jpholiday.is_holiday(day) or is_recess(day):
        return DayKind.CLOSED
    if not _is_term(day):
        return DayKind.VACATION
    if day.weekday() == SATURDAY:
        return DayKind.SATURDAY
    return DayKind.EXAMS if _is_exam_period(day) else DayKind.CLASSES


def is_recess(day: date) -> bool:
    """Whether the co-op closes although it is neither Sunday nor holiday: Obon and New Year."""
    month_day = (day.month, day.day)
    return (8, 13) <= month_day <= (8, 16) or month_day >= (12, 29) or month_day <= (1, 3)


def _is_term(day: date) -> bool:
    month_day = (day.month, day.day)
    is_spring = (4, 8) <= month_day <= (7, 31)
    is_autumn = (10, 1) <= month_day <= (12, 23)
    is_winter = (1, 6) <= month_day <= (2, 10)
    return is_spring or is_autumn or is_winter


def _is_exam_period(day: date) -> bool:
    month_day = (day.month, day.day)
    return (7, 22) <= month_day <= (7, 31) or (1, 29) <= month_day <= (2, 10)
