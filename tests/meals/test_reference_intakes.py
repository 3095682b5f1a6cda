"""The ministry's tables: whole, of a believable shape, and true to what they are made from."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.meals import reference_intakes
from kumiai.meals.nutrition import NUTRIENTS
from kumiai.meals.reference_intakes import EDITIONS, Activity, Band, Edition, Kind, Sex

EACH = pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: str(edition.year))
COMPARED = {
    "protein_mg", "fibre_mg", "salt_mg", "calcium_mg", "iron_ug",
    "vitamin_a_ug", "vitamin_b1_ug", "vitamin_b2_ug", "vitamin_c_mg",
}  # fmt: skip
# As the report of 2025 prints them, page 87 and page 298 of its file, from 15 to 17 on.
TENTHS_OF_KCAL_PER_KG = {
    (Sex.MALE, Activity.LOW): (419, 356, 338, 327, 324, 301),
    (Sex.MALE, Activity.NORMAL): (473, 415, 394, 382, 367, 366),
    (Sex.MALE, Activity.HIGH): (527, 474, 450, 436, 410, None),
    (Sex.FEMALE, Activity.LOW): (392, 332, 329, 311, 311, 290),
    (Sex.FEMALE, Activity.NORMAL): (443, 387, 383, 362, 352, 352),
    (Sex.FEMALE, Activity.HIGH): (493, 442, 438, 414, 393, None),
}
TENTHS_OF_KG = {
    Sex.MALE: (597, 630, 700, 691, 644, 610),
    Sex.FEMALE: (519, 510, 533, 540, 526, 493),
}


def figures(band: Band, sex: Sex) -> dict[str, int]:
    return {field: by_sex[sex] for field, (_, by_sex) in band.amounts.items()}


class TestEditionOn:
    @pytest.mark.parametrize(
        ("day", "year"),
        [
            (date(2020, 4, 1), 2020),
            (date(2025, 3, 31), 2020),
            (date(2025, 4, 1), 2025),
            (date(2026, 11, 25), 2025),
        ],
    )
    def test_counts_from_its_first_day(self, day: date, year: int) -> None:
        edition = reference_intakes.edition_on(day)
        assert edition is not None
        assert edition.year == year
        assert str(year) in edition.source
        assert str(year) in edition.source_english

    def test_does_not_reach_back_before_the_first(self) -> None:
        assert reference_intakes.edition_on(date(2020, 3, 31)) is None


class TestBandOn:
    @given(st.integers(15, 120), st.integers(0, 3_652))
    def test_is_one_and_only_one_from_fifteen_on(self, age: int, days: int) -> None:
        day = date(2020, 4, 1) + timedelta(days=days)
        edition = reference_intakes.edition_on(day)
        found = reference_intakes.band_on(day, age=age)
        assert edition is not None
        assert [band for band in edition.bands if band.is_for(age)] == [found]

    @pytest.mark.parametrize("age", [0, 14])
    def test_is_none_for_children(self, age: int) -> None:
        assert reference_intakes.band_on(date(2026, 11, 25), age=age) is None

    def test_is_none_before_the_first_edition(self) -> None:
        assert reference_intakes.band_on(date(2020, 3, 31), age=20) is None


class TestTheFile:
    @EACH
    def test_has_the_bands_of_the_ministry_without_a_gap(self, edition: Edition) -> None:
        spans = [(band.first_age, band.last_age) for band in edition.bands]
        assert spans == [(15, 17), (18, 29), (30, 49), (50, 64), (65, 74), (75, None)]

    @EACH
    def test_has_every_nutrient_in_every_band_for_both_sexes(self, edition: Edition) -> None:
        for band in edition.bands:
            assert set(band.amounts) == COMPARED <= set(NUTRIENTS)
            assert all(set(by_sex) == set(Sex) for _, by_sex in band.amounts.values())
            assert all(figure > 0 for sex in Sex for figure in figures(band, sex).values())
            assert set(band.energy_shares) == {"protein_mg", "fat_mg", "carbohydrate_mg"}
            assert band.amounts["salt_mg"][0] is Kind.GOAL_BELOW

    @EACH
    def test_has_every_level_of_activity_but_the_highest_from_75_on(self, edition: Edition) -> None:
        for band in edition.bands:
            some = set(Activity) - ({Activity.HIGH} if band.last_age is None else set())
            assert all(set(band.energy_kcal[sex]) == some for sex in Sex)

    @EACH
    def test_has_iron_for_who_menstruates_until_64(self, edition: Edition) -> None:
        for band in edition.bands:
            iron = band.iron_menstruating_ug
            assert (iron is None) == (band.first_age >= 65)
            assert iron is None or iron > band.amounts["iron_ug"][1][Sex.FEMALE]


class TestTheShape:
    @EACH
    def test_has_more_energy_for_who_moves_more(self, edition: Edition) -> None:
        for band in edition.bands:
            for sex in Sex:
                needs = [band.energy_kcal[sex].get(level) for level in Activity]
                rising = [need for need in needs if need]
                assert rising == sorted(set(rising))
                assert all(need % 50 == 0 for need in rising)

    @EACH
    @pytest.mark.parametrize("sex", Sex)
    def test_has_less_energy_with_age_once_grown_up(self, edition: Edition, sex: Sex) -> None:
        for level in Activity:
            needs = [band.energy_kcal[sex].get(level, 0) for band in edition.bands[2:]]
            assert needs == sorted(needs, reverse=True)

    @EACH
    @pytest.mark.parametrize("sex", Sex)
    def test_makes_no_leaps_from_band_to_band(self, edition: Edition, sex: Sex) -> None:
        """A slip of the pen shows as a leap; the ministry's largest step is below a third."""
        for younger, older in pairwise(figures(band, sex) for band in edition.bands):
            for field, figure in younger.items():
                assert 3 * abs(figure - older[field]) < figure, field

    @EACH
    def test_has_nothing_less_for_men(self, edition: Edition) -> None:
        for band in edition.bands:
            men, women = figures(band, Sex.MALE), figures(band, Sex.FEMALE)
            assert all(men[field] >= women[field] for field in COMPARED)

    @EACH
    def test_has_shares_that_can_add_up_to_the_whole(self, edition: Edition) -> None:
        for band in edition.bands:
            lows, highs = zip(*band.energy_shares.values(), strict=True)
            assert sum(lows) < 100 < sum(highs)

    def test_stays_near_the_edition_before(self) -> None:
        for earlier, later in pairwise(EDITIONS):
            for old, new in zip(earlier.bands, later.bands, strict=True):
                for sex in Sex:
                    before, after = figures(old, sex), figures(new, sex)
                    assert all(10 * abs(after[f] - before[f]) <= 3 * before[f] for f in COMPARED)


class TestASecondWitness:
    """What the report of 2025 says elsewhere about how its figures are made."""

    edition = EDITIONS[1]

    @pytest.mark.parametrize(("sex", "level"), TENTHS_OF_KCAL_PER_KG)
    def test_has_the_energy_of_the_reference_weight(self, sex: Sex, level: Activity) -> None:
        """The table rounds to 50 kcal, and the needs per kilogram are rounded themselves."""
        needs = TENTHS_OF_KCAL_PER_KG[sex, level]
        for band, tenths, weight in zip(self.edition.bands, needs, TENTHS_OF_KG[sex], strict=True):
            need = band.energy_kcal[sex].get(level)
            assert (need is None) == (tenths is None)
            assert need is None or abs(100 * need - (tenths or 0) * weight) <= 2_800

    @pytest.mark.parametrize("sex", Sex)
    @pytest.mark.parametrize(
        ("field", "ug_per_thousand_kcal"), [("vitamin_b1_ug", 420), ("vitamin_b2_ug", 600)]
    )
    def test_has_vitamins_that_go_by_the_energy_until_64(
        self, sex: Sex, field: str, ug_per_thousand_kcal: int
    ) -> None:
        for band in self.edition.bands[:4]:
            exact = band.energy_kcal[sex][Activity.NORMAL] * ug_per_thousand_kcal // 1_000
            assert figures(band, sex)[field] == (exact + 50) // 100 * 100
