"""What days can be marked as, and which of them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal

# `usual` is what Sundays and holidays say; `short` is open, with shorter hours.
DayState = Literal["closed", "open", "short", "usual"]
Problem = Literal["has_begun", "order", "too_many", "too_far", "same"]

DAYS_MAX = 31
AHEAD_DAYS_MAX = 731


def days(first: date, last: date) -> list[date]:
    """Both ends included."""
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def problem_with(first: date, last: date, *, today: date) -> Problem | None:
    """Why these days cannot be marked; None where they can, from tomorrow on."""
    if first <= today:
        return "has_begun"
    if last < first:
        return "order"
    if (last - first).days >= DAYS_MAX:
        return "too_many"
    if (last - today).days > AHEAD_DAYS_MAX:
        return "too_far"
    return None


def marked(
    overrides: Mapping[date, bool], *, first: date, last: date, state: DayState
) -> dict[date, bool]:
    """The co-op's own days as they are once these are marked."""
    after = {day: is_open for day, is_open in overrides.items() if not first <= day <= last}
    if state != "usual":
        after |= dict.fromkeys(days(first, last), state != "closed")
    return after
