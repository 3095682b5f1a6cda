"""What is in a dish, and in what was eaten of several: whole numbers in the smallest unit. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Figures:
    """What one portion holds; points of the three colours are tenths of 80 kcal each."""

    energy_kcal: int = 0
    protein_mg: int = 0
    fat_mg: int = 0
    carbohydrate_mg: int = 0
    fibre_mg: int = 0
    salt_mg: int = 0
    calcium_mg: int = 0
    iron_ug: int = 0
    vitamin_a_ug: int = 0
    vitamin_b1_ug: int = 0
    vitamin_b2_ug: int = 0
    vitamin_c_mg: int = 0
    vegetables_g: int = 0
    red_tenths: int = 0
    green_tenths: int = 0
    yellow_tenths: int = 0

    def __add__(self, other: Self) -> "Figures":
        """Two portions on one tray."""
        return Figures(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))

    def times(self, quantity: int) -> "Figures":
        """So many portions."""
        return Figures(*(quantity * part for part in astuple(self)))

    def over(self, days: int) -> "Figures":
        """The mean of so many days, rounded half up."""
        return Figures(*((2 * part + days) // (2 * days) for part in astuple(self)))


@dataclass(frozen=True, slots=True)
class Nutrient:
    """How people write one figure: its unit, and how many decimals that has.

    Stored is the figure times ten to the power of its decimals, a whole number.
    """

    name: str
    unit: str
    decimals: int


# In the order in which they stand on every page and in every file.
NUTRIENTS: Mapping[str, Nutrient] = {
    "energy_kcal": Nutrient("エネルギー", "kcal", 0),
    "protein_mg": Nutrient("たんぱく質", "g", 3),
    "fat_mg": Nutrient("脂質", "g", 3),
    "carbohydrate_mg": Nutrient("炭水化物", "g", 3),
    "fibre_mg": Nutrient("食物繊維", "g", 3),
    "salt_mg": Nutrient("食塩相当量", "g", 3),
    "calcium_mg": Nutrient("カルシウム", "mg", 0),
    "iron_ug": Nutrient("鉄", "mg", 3),
    "vitamin_a_ug": Nutrient("ビタミンA", "μg", 0),
    "vitamin_b1_ug": Nutrient("ビタミンB1", "mg", 3),
    "vitamin_b2_ug": Nutrient("ビタミンB2", "mg", 3),
    "vitamin_c_mg": Nutrient("ビタミンC", "mg", 0),
    "vegetables_g": Nutrient("野菜", "g", 0),
    "red_tenths": Nutrient("赤", "点", 1),
    "green_tenths": Nutrient("緑", "点", 1),
    "yellow_tenths": Nutrient("黄", "点", 1),
}


@dataclass(frozen=True, slots=True)
class Portion:
    """Something eaten: how often, and what one of it holds; None where nobody has said."""

    quantity: int
    figures: Figures | None


@dataclass(frozen=True, slots=True)
class Sum:
    """What was eaten together: of so many pieces, so many have figures, which add up to these."""

    figures: Figures
    known: int
    pieces: int

    @property
    def is_whole(self) -> bool:
        """Whether everything that was eaten is in the figures."""
        return self.known == self.pieces

    def __add__(self, other: Self) -> "Sum":
        """Two meals, or two days."""
        return Sum(
            self.figures + other.figures, self.known + other.known, self.pieces + other.pieces
        )


NOTHING = Sum(Figures(), 0, 0)


def added(portions: Iterable[Portion]) -> Sum:
    """What these portions hold together; what has no figures is counted, never guessed."""
    total = NOTHING
    for portion in portions:
        if portion.figures is None:
            total += Sum(Figures(), 0, portion.quantity)
        else:
            figures = portion.figures.times(portion.quantity)
            total += Sum(figures, portion.quantity, portion.quantity)
    return total


def written(field: str, amount: int, *, decimals_max: int = 1) -> str:
    """A stored amount as people write it, without its unit: 21400 mg as `21.4`.

    Rounded half up to `decimals_max`, or to two where the whole is below one, as vitamins are.
    """
    if not amount:
        return "0"
    stored = NUTRIENTS[field].decimals
    shown = min(stored, 2 if amount < 10**stored else decimals_max)
    step = 10 ** (stored - shown)
    rounded = (2 * amount + step) // (2 * step)
    whole, rest = divmod(rounded, 10**shown)
    return f"{whole:,}.{rest:0{shown}d}" if shown else f"{whole:,}"
