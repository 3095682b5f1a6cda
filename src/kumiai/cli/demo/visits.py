"""When on a day a member comes to a till, and for what."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from kumiai.cli.demo import academic_year
from kumiai.cli.demo.academic_year import DayKind
from kumiai.cli.demo.habits import Habits
from kumiai.kit import clock

ON_CAMPUS = 0.62
HOUR, MINUTE = 3600, 60


@dataclass(frozen=True, slots=True)
class Visit:
    """`what` is breakfast, lunch, dinner or shop."""

    at: datetime
    what: str
    at_lunch: bool = False


def visits(random: Random, habits: Habits, day: date, *, is_staff: bool) -> list[Visit]:
    """The visits of a day in order of time, minutes apart; none on most days of a vacation."""
    kind = academic_year.kind_of(day)
    footfall = academic_year.STAFF_FOOTFALL if is_staff else academic_year.STUDENT_FOOTFALL
    presence = footfall[kind] * ON_CAMPUS * habits.presence
    if kind in (DayKind.VACATION, DayKind.SATURDAY):
        presence *= habits.vacation
    if random.random() >= presence:
        return []
    wanted = list(_wanted(random, habits, is_full_day=kind in (DayKind.CLASSES, DayKind.EXAMS)))
    midnight = clock.day_start(day)
    found = []
    earliest = 0.0
    for seconds, what, at_lunch in sorted(wanted):
        begins = max(seconds, earliest)
        earliest = begins + 9 * MINUTE
        found.append(Visit(midnight + timedelta(seconds=int(begins)), what, at_lunch))
    return found


def _wanted(random: Random, habits: Habits, *, is_full_day: bool) -> list[tuple[float, str, bool]]:
    """Seconds after midnight, what for, and whether in the lunch hour."""
    found = []
    if is_full_day and random.random() < habits.breakfast:
        found.append((random.uniform(8 * HOUR, 8.75 * HOUR), "breakfast", False))
    if random.random() < habits.lunch:
        found.append((_lunch(random), "lunch", True))
    if random.random() < habits.shop:
        found.append(_shop(random))
    if random.random() < habits.second_shop:
        found.append(_shop(random))
    found += [_shop(random) for _ in range(habits.errands)]
    if is_full_day and random.random() < habits.dinner:
        found.append((random.triangular(17.5 * HOUR, 19.7 * HOUR, 18.2 * HOUR), "dinner", False))
    return found


def _lunch(random: Random) -> float:
    """Seven in ten in the three quarters of an hour after noon."""
    if random.random() < 0.72:
        return random.triangular(12 * HOUR, 12.75 * HOUR, 12.15 * HOUR)
    return random.uniform(11.25 * HOUR, 13.9 * HOUR)


def _shop(random: Random) -> tuple[float, str, bool]:
    if random.random() < 0.38:
        return random.triangular(11.6 * HOUR, 13.2 * HOUR, 12.4 * HOUR), "shop", True
    return random.uniform(9.2 * HOUR, 18.4 * HOUR), "shop", False
