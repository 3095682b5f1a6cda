"""What was eaten beside the reference intakes: by edition, age, and what a member chose to say."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.meals import comparing
from kumiai.meals.comparing import Choice
from kumiai.meals.nutrition import Figures, Sum
from kumiai.meals.reference_intakes import Activity, Kind, Sex

TODAY = date(2026, 11, 25)
MAN, WOMAN = Choice(Sex.MALE), Choice(Sex.FEMALE)


class TestReferences:
    def test_go_by_sex_and_activity_where_they_are_said(self) -> None:
        of_man = comparing.references(MAN, age=20, day=TODAY)
        active = Choice(Sex.FEMALE, Activity.HIGH)
        of_woman = comparing.references(active, age=20, day=TODAY)
        assert (of_man["energy_kcal"].low, of_woman["energy_kcal"].low) == (2_600, 2_250)
        assert (of_man["protein_mg"].high, of_woman["iron_ug"].high) == (65_000, 6_000)

    def test_are_a_span_where_nothing_is_said(self) -> None:
        found = comparing.references(Choice(), age=20, day=TODAY)
        assert (found["energy_kcal"].low, found["energy_kcal"].high) == (1_950, 2_600)
        assert (found["salt_mg"].low, found["salt_mg"].high) == (6_500, 7_500)

    def test_are_those_of_the_day(self) -> None:
        then = comparing.references(MAN, age=20, day=date(2025, 3, 31))
        now = comparing.references(MAN, age=20, day=date(2025, 4, 1))
        assert (then["vitamin_b1_ug"].low, now["vitamin_b1_ug"].low) == (1_400, 1_100)

    @pytest.mark.parametrize(
        ("ages", "need"),
        [
            ((15, 17), 2_850),
            ((18, 29), 2_600),
            ((30, 49), 2_750),
            ((50, 64), 2_650),
            ((65, 74), 2_350),
            ((75, 110), 2_250),
        ],
    )
    def test_go_by_age(self, ages: tuple[int, int], need: int) -> None:
        found = [comparing.references(MAN, age=age, day=TODAY) for age in ages]
        assert [one["energy_kcal"].low for one in found] == [need, need]

    def test_change_on_the_birthday(self) -> None:
        born = date(1996, 11, 25)
        eve = comparing.age_on(born, TODAY - timedelta(days=1))
        birthday = comparing.age_on(born, TODAY)
        needs = [
            comparing.references(WOMAN, age=age, day=TODAY)["energy_kcal"].low
            for age in (eve, birthday)
        ]
        assert (eve, birthday) == (29, 30)
        assert needs == [1_950, 2_050]

    def test_have_a_share_of_protein_that_rises_with_age(self) -> None:
        shares = [comparing.share_references(age=age, day=TODAY) for age in (49, 50, 65)]
        assert [one["protein_mg"].low for one in shares] == [130, 140, 150]

    @pytest.mark.parametrize("choice", [Choice(activity=Activity.HIGH), MAN, WOMAN])
    def test_leave_out_what_the_table_leaves_open(self, choice: Choice) -> None:
        active = replace(choice, activity=Activity.HIGH)
        found = comparing.references(active, age=75, day=TODAY)
        assert set(comparing.references(active, age=74, day=TODAY)) - set(found) == {"energy_kcal"}

    def test_are_not_made_up_for_children(self) -> None:
        assert set(comparing.references(MAN, age=14, day=TODAY)) == {"vegetables_g"}
        assert comparing.share_references(age=14, day=TODAY) == {}

    def test_are_not_made_up_for_days_before_the_first_edition(self) -> None:
        assert set(comparing.references(MAN, age=20, day=date(2020, 3, 31))) == {"vegetables_g"}


class TestShares:
    @given(*[st.integers(1, 500_000)] * 3)
    def test_add_up_to_the_whole(self, protein: int, fat: int, carbohydrate: int) -> None:
        figures = Figures(protein_mg=protein, fat_mg=fat, carbohydrate_mg=carbohydrate)
        parts = comparing.shares(Sum(figures, 1, 1), {})
        assert abs(sum(part.amount for part in parts) - 1_000) <= 2

    def test_are_none_of_nothing(self) -> None:
        assert comparing.shares(Sum(Figures(), 0, 0), {}) == ()


class TestSuggestions:
    def of(self, figures: Figures, *, meals: int, known: int = 1) -> list[str]:
        found = comparing.references(WOMAN, age=20, day=TODAY)
        said = comparing.suggestions(Sum(figures, known, 1), found, meals=meals)
        return [field for field, _ in said]

    def test_name_what_is_short_for_a_meal(self) -> None:
        assert self.of(Figures(), meals=1) == ["vegetables_g", "calcium_mg", "iron_ug"]

    def test_look_at_a_meal_as_a_third_of_a_day(self) -> None:
        enough = Figures(
            protein_mg=17_000, fibre_mg=6_000, salt_mg=2_000, calcium_mg=220, iron_ug=2_000,
            vitamin_a_ug=220, vitamin_b1_ug=300, vitamin_b2_ug=400, vitamin_c_mg=34,
            vegetables_g=120,
        )  # fmt: skip
        assert self.of(enough, meals=1) == []
        assert self.of(enough, meals=2) != []

    def test_say_when_there_is_much_salt(self) -> None:
        assert self.of(
            Figures(
                protein_mg=60_000, fibre_mg=20_000, salt_mg=3_000, calcium_mg=700, iron_ug=9_000,
                vitamin_a_ug=900, vitamin_b1_ug=900, vitamin_b2_ug=1_300, vitamin_c_mg=100,
                vegetables_g=350,
            ),
            meals=1,
        ) == ["salt_mg"]  # fmt: skip

    def test_say_nothing_where_figures_are_missing(self) -> None:
        assert self.of(Figures(), meals=1, known=0) == []

    @given(st.builds(Figures, *[st.integers(0, 5_000_000)] * 16), st.integers(1, 21))
    def test_are_few_and_never_about_energy(self, figures: Figures, meals: int) -> None:
        said = self.of(figures, meals=meals)
        assert len(said) <= comparing.SUGGESTIONS_MAX
        assert "energy_kcal" not in said


class TestKinds:
    def test_of_salt_is_a_goal_to_stay_below(self) -> None:
        assert comparing.references(MAN, age=20, day=TODAY)["salt_mg"].kind is Kind.GOAL_BELOW
