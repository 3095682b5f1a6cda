"""Dietary Reference Intakes for Japanese, in editions with their dates and sources. Pure data.

What a day should hold, for the ages of students (18 to 29). Figures that could not be found in a
source are left out, and the pages say that there is none; other ages are not here yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


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
class Edition:
    """One edition, in force from a day until the next; figures in the units of `Figures`.

    `energy_shares` are goals in per cent of the energy that was eaten, the same for both sexes.
    `iron_menstruating_ug` is what the women's table adds beside its first figure.
    """

    year: int
    starts_on: date
    source: str
    ages: range
    energy_kcal: Mapping[Sex, Mapping[Activity, int]]
    amounts: Mapping[str, tuple[Kind, int, int]]  # For men, for women.
    energy_shares: Mapping[str, tuple[int, int]]
    iron_menstruating_ug: int


STUDENTS = range(18, 30)
MHLW = "厚生労働省「日本人の食事摂取基準（{}年版）」策定検討会報告書"

# In use from April 2020 to March 2025. The goal for carbohydrates is left out: not found.
EDITION_2020 = Edition(
    year=2020,
    starts_on=date(2020, 4, 1),
    source=MHLW.format(2020),
    ages=STUDENTS,
    energy_kcal={
        Sex.MALE: {Activity.LOW: 2_300, Activity.NORMAL: 2_650, Activity.HIGH: 3_050},
        Sex.FEMALE: {Activity.LOW: 1_700, Activity.NORMAL: 2_000, Activity.HIGH: 2_300},
    },
    amounts={
        "protein_mg": (Kind.RECOMMENDED, 65_000, 50_000),
        "fibre_mg": (Kind.GOAL_AT_LEAST, 21_000, 18_000),
        "salt_mg": (Kind.GOAL_BELOW, 7_500, 6_500),
        "calcium_mg": (Kind.RECOMMENDED, 800, 650),
        "iron_ug": (Kind.RECOMMENDED, 7_500, 6_500),
        "vitamin_a_ug": (Kind.RECOMMENDED, 850, 650),
        "vitamin_b1_ug": (Kind.RECOMMENDED, 1_400, 1_100),
        "vitamin_b2_ug": (Kind.RECOMMENDED, 1_600, 1_200),
        "vitamin_c_mg": (Kind.RECOMMENDED, 100, 100),
    },
    energy_shares={"protein_mg": (13, 20), "fat_mg": (20, 30)},
    iron_menstruating_ug=10_500,
)

# In use from April 2025 to March 2030.
EDITION_2025 = Edition(
    year=2025,
    starts_on=date(2025, 4, 1),
    source=MHLW.format(2025),
    ages=STUDENTS,
    energy_kcal={
        Sex.MALE: {Activity.LOW: 2_250, Activity.NORMAL: 2_600, Activity.HIGH: 3_000},
        Sex.FEMALE: {Activity.LOW: 1_700, Activity.NORMAL: 1_950, Activity.HIGH: 2_250},
    },
    amounts={
        "protein_mg": (Kind.RECOMMENDED, 65_000, 50_000),
        "fibre_mg": (Kind.GOAL_AT_LEAST, 20_000, 18_000),
        "salt_mg": (Kind.GOAL_BELOW, 7_500, 6_500),
        "calcium_mg": (Kind.RECOMMENDED, 800, 650),
        "iron_ug": (Kind.RECOMMENDED, 7_000, 6_000),
        "vitamin_a_ug": (Kind.RECOMMENDED, 850, 650),
        "vitamin_b1_ug": (Kind.RECOMMENDED, 1_100, 800),
        "vitamin_b2_ug": (Kind.RECOMMENDED, 1_600, 1_200),
        "vitamin_c_mg": (Kind.RECOMMENDED, 100, 100),
    },
    energy_shares={"protein_mg": (13, 20), "fat_mg": (20, 30), "carbohydrate_mg": (50, 65)},
    iron_menstruating_ug=10_000,
)

EDITIONS = (EDITION_2020, EDITION_2025)
# Health Japan 21 of the ministry: a target for adults, not a reference intake.
VEGETABLES_G = 350
VEGETABLES_SOURCE = "厚生労働省「健康日本21」"


def edition_on(day: date) -> Edition | None:
    """The edition in force on a day; None before the first that is here."""
    begun = [edition for edition in EDITIONS if edition.starts_on <= day]
    return begun[-1] if begun else None
