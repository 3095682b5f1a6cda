"""What was eaten beside what a day should hold, and what to say about it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kumiai.meals import reference_intakes
from kumiai.meals.nutrition import NUTRIENTS, Sum
from kumiai.meals.reference_intakes import Activity, Kind, Sex

KCAL_PER_GRAM = {"protein_mg": 4, "fat_mg": 9, "carbohydrate_mg": 4}
MEALS_A_DAY = 3
# A meal is looked at as a third of a day, and only what is well beside that is worth a word.
SHORT_PER_CENT = 70
MUCH_PER_CENT = 120
SUGGESTIONS_MAX = 3
# In this order: what a next meal can change most easily comes first.
SAID_WHEN_SHORT = (
    "vegetables_g",
    "calcium_mg",
    "iron_ug",
    "fibre_mg",
    "vitamin_c_mg",
    "vitamin_a_ug",
    "vitamin_b1_ug",
    "vitamin_b2_ug",
    "protein_mg",
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a member chose to say about themselves; None where they would rather not."""

    sex: Sex | None = None
    activity: Activity | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """What a day should hold of something, from `low` to `high` where two figures apply."""

    kind: Kind
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure of what was eaten, beside its reference where there is one.

    A share (kind `goal_share`) is in tenths of a per cent of the energy, its reference too.
    """

    field: str
    amount: int
    reference: Reference | None

    @property
    def per_cent(self) -> int | None:
        """Of the reference's lower figure, rounded down."""
        return 100 * self.amount // self.reference.low if self.reference else None


def age_on(birth_date: date, day: date) -> int:
    """Whole years on a day."""
    is_before = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - is_before


def references(choice: Choice, *, age: int, day: date) -> Mapping[str, Reference]:
    """What a day should hold for somebody of an age, by the edition in force on that day.

    Who has not said their sex gets the figures of both, from the lower to the higher one; who has
    not said how active they are gets the middle level. What the table leaves open is missing: the
    need of energy of who is 75 or older and very active.
    """
    found = {
        "vegetables_g": Reference(
            Kind.TARGET, reference_intakes.VEGETABLES_G, reference_intakes.VEGETABLES_G
        )
    }
    band = reference_intakes.band_on(day, age=age)
    if band is None:
        return found
    sexes = [choice.sex] if choice.sex else list(Sex)
    activity = choice.activity or Activity.NORMAL
    needs = [need for sex in sexes if (need := band.energy_kcal[sex].get(activity))]
    if needs:
        found["energy_kcal"] = Reference(Kind.ESTIMATED_NEED, min(needs), max(needs))
    for field, (kind, by_sex) in band.amounts.items():
        some = [by_sex[sex] for sex in sexes]
        found[field] = Reference(kind, min(some), max(some))
    return found


def share_references(*, age: int, day: date) -> Mapping[str, Reference]:
    """Goals for where the energy comes from, in tenths of a per cent."""
    band = reference_intakes.band_on(day, age=age)
    shares = band.energy_shares if band else {}
    return {
        field: Reference(Kind.GOAL_SHARE, 10 * low, 10 * high)
        for field, (low, high) in shares.items()
    }


def compared(eaten: Sum, references: Mapping[str, Reference]) -> tuple[Compared, ...]:
    """Every figure in its order."""
    return tuple(
        Compared(field, getattr(eaten.figures, field), references.get(field)) for field in NUTRIENTS
    )


def shares(eaten: Sum, references: Mapping[str, Reference]) -> tuple[Compared, ...]:
    """Where the energy came from, in tenths of a per cent; nothing where there was none."""
    kcal_thousandths = {
        field: kcal * getattr(eaten.figures, field) for field, kcal in KCAL_PER_GRAM.items()
    }
    total = sum(kcal_thousandths.values())
    return tuple(
        Compared(field, (2 * 1_000 * part + total) // (2 * total), references.get(field))
        for field, part in kcal_thousandths.items()
        if total
    )


def suggestions(
    eaten: Sum, references: Mapping[str, Reference], *, meals: int
) -> tuple[tuple[str, Kind], ...]:
    """What a next meal could have more or less of: at most three, none where figures are missing.

    A meal counts as a third of a day. Nothing is said about energy: nobody is told to eat less.
    """
    if not meals or not eaten.is_whole:
        return ()
    return tuple(_worth_a_word(eaten, references, meals))[:SUGGESTIONS_MAX]


def _worth_a_word(
    eaten: Sum, references: Mapping[str, Reference], meals: int
) -> Iterator[tuple[str, Kind]]:
    for field in SAID_WHEN_SHORT:
        reference = references.get(field)
        wanted = reference.low * meals * SHORT_PER_CENT if reference else 0
        if reference and getattr(eaten.figures, field) * MEALS_A_DAY * 100 < wanted:
            yield field, reference.kind
    salt = references.get("salt_mg")
    if salt and eaten.figures.salt_mg * MEALS_A_DAY * 100 > salt.high * meals * MUCH_PER_CENT:
        yield "salt_mg", salt.kind
