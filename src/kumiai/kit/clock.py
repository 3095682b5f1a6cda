"""The time of day in Tokyo, where every co-op keeps its books.

Only doors call `now`; everything below them is handed its moment as `at`.
"""

import functools
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

TOKYO = ZoneInfo("Asia/Tokyo")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return datetime.now(UTC)


@functools.lru_cache(maxsize=1024)  # As below: a payment asks for the same two dates again.
def tokyo_date(at: datetime) -> date:
    """The calendar date in Tokyo at an aware moment; ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone has no date in Tokyo")
    return at.astimezone(TOKYO).date()


def day_start(day: date) -> datetime:
    """The moment 00:00 in Tokyo of that date."""
    return datetime.combine(day, time(), TOKYO)


@functools.lru_cache(maxsize=1024)  # A payment tells each of its two moments half a dozen times.
def microseconds(at: datetime) -> int:
    """The microseconds from the beginning of 1970 to an aware moment, below zero before it."""
    since = at - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
