"""Dietary Reference Intakes for Japanese, in editions with their dates and sources. Pure data.

The figures stand in `files/reference_intakes.toml`, laid out as the ministry prints them: a row
for each nutrient and sex, a figure for each age band. It also says how each was checked.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "files" / "reference_intakes.toml"


class Sex(StrEnum):
    """The two tables the reference intakes have; a member may choose neither."""

    MALE = "male"
    FEMALE = "female"


class Activity(StrEnum):
    """The three levels of physical activity the estimated need of energy goes by."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"


class Kind(StrEnum):
    """What a figure is: an estimate, enough for nearly all, or a goal for staying healthy."""

    ESTIMATED_NEED = "estimated_need"
    RECOMMENDED = "recommended"
    GOAL_AT_LEAST = "goal_at_least"
    GOAL_BELOW = "goal_below"
    GOAL_SHARE = "goal_share"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Band:
    """What a day should hold from one age to another; `last_age` is None for the open end.

    Figures in the units of `Figures`; what the ministry's table leaves open is missing here.
    `energy_shares` are goals in per cent of the energy that was eaten, the same for both sexes.
    `iron_menstruating_ug` is what the women's table adds beside its first figure, if it does.
    """

    first_age: int
    last_age: int | None
    energy_kcal: Mapping[Sex, Mapping[Activity, int]]
    amounts: Mapping[str, tuple[Kind, Mapping[Sex, int]]]
    energy_shares: Mapping[str, tuple[int, int]]
    iron_menstruating_ug: int | None

    def is_for(self, age: int) -> bool:
        """Whether somebody of so many whole years is of this band."""
        return self.first_age <= age and (self.last_age is None or age <= self.last_age)


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition, in force from a day until the next, with its age bands from young to old.

    `source` is the report's own title, `source_english` what it is called in English.
    """

    year: int
    starts_on: date
    source: str
    source_english: str
    bands: Sequence[Band]


# Health Japan 21 of the ministry: a target for adults, not a reference intake.
VEGETABLES_G = 350


def edition_on(day: date) -> Edition | None:
    """The edition in force on a day; None before the first that is here."""
    begun = [edition for edition in EDITIONS if edition.starts_on <= day]
    return begun[-1] if begun else None


def band_on(day: date, *, age: int) -> Band | None:
    """What counts on a day for an age; None for ages and days no edition here is about."""
    edition = edition_on(day)
    bands = edition.bands if edition else ()
    return next((band for band in bands if band.is_for(age)), None)


def _read() -> tuple[Edition, ...]:
    file = tomllib.loads(FILE.read_text("utf-8"))
    first_ages = file["ages"]
    last_ages = [*(later - 1 for _, later in pairwise(first_ages)), None]
    ages = list(zip(first_ages, last_ages, strict=True))
    return tuple(
        Edition(
            part["year"],
            part["starts_on"],
            part["source"],
            part["source_english"],
            [_band(part, column, *span) for column, span in enumerate(ages)],
        )
        for part in file["editions"]
    )


def _band(part: Mapping[str, Any], column: int, first_age: int, last_age: int | None) -> Band:
    """One column of an edition's table."""
    amounts = part["amounts"]
    return Band(
        first_age=first_age,
        last_age=last_age,
        energy_kcal={
            sex: {level: row[level][column] for level in Activity if row[level][column]}
            for sex in Sex
            for row in [part["energy_kcal"][sex]]
        },
        amounts={
            field: (Kind(row["kind"]), {sex: row[sex][column] for sex in Sex})
            for field, row in amounts.items()
        },
        energy_shares={
            field: (row[column][0], row[column][1]) for field, row in part["energy_shares"].items()
        },
        iron_menstruating_ug=amounts["iron_ug"]["female_menstruating"][column] or None,
    )


EDITIONS = _read()
