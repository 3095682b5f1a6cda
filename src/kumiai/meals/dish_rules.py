"""Which version of a dish counts on a day, and what a file may do to them. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kumiai.meals.nutrition import Figures


@dataclass(frozen=True, slots=True)
class Version:
    """What a dish is called and what it holds, from a day on."""

    starts_on: date
    name: str
    figures: Figures


class Step(StrEnum):
    """What taking in a version does."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    WOULD_REWRITE = "would_rewrite"


def on(versions: Iterable[Version], day: date) -> Version | None:
    """The version that counts on a day: the one that began last; None before the first."""
    begun = [version for version in versions if version.starts_on <= day]
    return max(begun, key=lambda version: version.starts_on, default=None)


def step(
    known: Sequence[Version], wanted: Version, *, today: date, is_correction: bool = False
) -> Step:
    """What a version from a file does to those that are known of its dish.

    What has been eaten keeps its figures: a version that has begun is rewritten, or another put
    among the days that are over, by a correction only. What says the same as what counts on that
    day changes nothing.
    """
    before = on(known, wanted.starts_on)
    if before and (before.name, before.figures) == (wanted.name, wanted.figures):
        return Step.UNCHANGED
    is_same_day = before is not None and before.starts_on == wanted.starts_on
    has_been_eaten = wanted.starts_on < today + timedelta(days=is_same_day)
    if known and has_been_eaten and not is_correction:
        return Step.WOULD_REWRITE
    return Step.CHANGED if is_same_day else Step.NEW
