"""Rules of the reports: base dates, limits and deposits of the law, business years, ages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# The Payment Services Act, for e-money that only its issuer takes. All co-ops are under it alike.
UNUSED_LIMIT_YEN = 10_000_000
BASE_DATES = ((3, 31), (9, 30))
WATCH_FROM_PERCENT = 80
# How old what waits or is owed may be, in days, for each column of a report.
AGES = (30, 90, 180, 365)


@dataclass(frozen=True, slots=True)
class Deposit:
    """What follows from the unused balance of a base date, in yen.

    Over the limit a notice is due and at least half of the balance is to be secured, both by
    `due_on`.
    """

    is_due: bool
    deposit_yen: int
    due_on: date


def base_date_until(day: date) -> date:
    """The latest base date that is not after a day."""
    dates = (date(year, *base) for year in (day.year - 1, day.year) for base in BASE_DATES)
    return max(each for each in dates if each <= day)


def base_date_from(day: date) -> date:
    """The first base date that is not before a day."""
    dates = (date(year, *base) for year in (day.year, day.year + 1) for base in BASE_DATES)
    return min(each for each in dates if each >= day)


def is_base_date(day: date) -> bool:
    """Whether the law asks for the unused balance of this day."""
    return (day.month, day.day) in BASE_DATES


def half_year(base: date) -> tuple[date, date]:
    """The first and the last day of the half year that ends with a base date."""
    return base_date_until(base - timedelta(days=1)) + timedelta(days=1), base


def deposit(*, base: date, unused_yen: int) -> Deposit:
    """Half, rounded up, where the unused balance is over the limit; nothing up to it."""
    is_due = unused_yen > UNUSED_LIMIT_YEN
    due_on = date(base.year, 5, 31) if base.month == 3 else date(base.year, 11, 30)
    return Deposit(is_due, (unused_yen + 1) // 2 if is_due else 0, due_on)


def percent_of_limit(unused_yen: int) -> int:
    """How much of the limit is reached, in percent, rounded down."""
    return unused_yen * 100 // UNUSED_LIMIT_YEN


def business_year(day: date) -> tuple[date, date]:
    """The co-op's business year a day lies in: from 1 March to the end of February."""
    first = date(day.year if day.month >= 3 else day.year - 1, 3, 1)
    return first, date(first.year + 1, 3, 1) - timedelta(days=1)


def month_of(day: date) -> tuple[date, date]:
    """The first and the last day of a month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def next_graduation(day: date) -> int:
    """The year whose March is the next in which studies end; March itself counts."""
    return day.year if day.month <= 3 else day.year + 1


def by_age(parts: Iterable[tuple[date, int]], *, on: date) -> tuple[int, ...]:
    """Amounts by how many days ago they came: up to each of AGES, and older."""
    sums = [0] * (len(AGES) + 1)
    for came_on, amount in parts:
        days = (on - came_on).days
        sums[sum(days > limit for limit in AGES)] += amount
    return tuple(sums)
