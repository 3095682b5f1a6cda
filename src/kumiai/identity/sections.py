"""What a guardian may see of a member's pages, and who decides it (row B5 of the guide). Pure."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

ADULT_YEARS = 18


class Section(StrEnum):
    """A part of the member's pages that is shared, or not, as a whole."""

    BALANCES = "balances"
    TOTALS = "totals"
    LINES = "lines"
    MEALS = "meals"


EVERYTHING = frozenset(Section)
_BY_POLICY = {
    "all": EVERYTHING,
    "totals": frozenset({Section.BALANCES, Section.TOTALS}),
}


class SharingProblem(StrEnum):
    """Why a choice cannot be made."""

    LINES_WITHOUT_TOTALS = "lines_without_totals"
    NOTHING_NEW = "nothing_new"


def by_policy(guardian_sees: str) -> frozenset[Section]:
    """What the co-op lets guardians see as long as the member has not chosen."""
    return _BY_POLICY[guardian_sees]


def shared(guardian_sees: str, chosen: Collection[str] | None) -> frozenset[Section]:
    """What the guardian sees: a member narrows what the co-op allows, and never widens it."""
    allowed = by_policy(guardian_sees)
    return allowed if chosen is None else frozenset(part for part in allowed if part in chosen)


def adult_on(birth_date: date) -> date:
    """The eighteenth birthday; of those born on 29 February the day after 28 February."""
    year = birth_date.year + ADULT_YEARS
    try:
        return birth_date.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def problem_with(chosen: Collection[str], *, current: Collection[str]) -> SharingProblem | None:
    """What is wrong with a choice. Whoever sees every line can add them up."""
    if Section.LINES in chosen and Section.TOTALS not in chosen:
        return SharingProblem.LINES_WITHOUT_TOTALS
    if frozenset(chosen) == frozenset(current):
        return SharingProblem.NOTHING_NEW
    return None
