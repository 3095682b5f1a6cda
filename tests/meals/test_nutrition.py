"""Sums of what was eaten: whole numbers, nothing guessed."""

from dataclasses import astuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.meals import nutrition
from kumiai.meals.nutrition import Figures, Portion

FIGURES = st.builds(Figures, *[st.integers(0, 10_000_000)] * 16)
PORTIONS = st.builds(Portion, st.integers(1, 9), st.none() | FIGURES)


class TestAdded:
    @given(st.lists(PORTIONS, max_size=8))
    def test_counts_what_has_no_figures(self, portions: list[Portion]) -> None:
        total = nutrition.added(portions)
        assert total.pieces == sum(one.quantity for one in portions)
        assert total.known == sum(one.quantity for one in portions if one.figures)
        kcal = sum(one.quantity * one.figures.energy_kcal for one in portions if one.figures)
        assert total.figures.energy_kcal == kcal

    @given(st.lists(PORTIONS, max_size=6), st.lists(PORTIONS, max_size=6))
    def test_does_not_mind_how_meals_are_grouped(
        self, some: list[Portion], more: list[Portion]
    ) -> None:
        together = nutrition.added(some) + nutrition.added(more)
        assert together == nutrition.added([*more, *some])


class TestOver:
    @given(FIGURES, st.integers(1, 7))
    def test_is_within_half_of_the_mean(self, figures: Figures, days: int) -> None:
        for mean, whole in zip(astuple(figures.over(days)), astuple(figures), strict=True):
            assert abs(2 * (mean * days - whole)) <= days


class TestWritten:
    @pytest.mark.parametrize(
        ("field", "amount", "text"),
        [
            ("energy_kcal", 2_600, "2,600"),
            ("protein_mg", 21_400, "21.4"),
            ("protein_mg", 21_450, "21.5"),
            ("protein_mg", 0, "0"),
            ("vitamin_b1_ug", 120, "0.12"),
            ("vitamin_b1_ug", 1_400, "1.4"),
            ("red_tenths", 26, "2.6"),
            ("vegetables_g", 350, "350"),
        ],
    )
    def test_has_the_decimals_people_write(self, field: str, amount: int, text: str) -> None:
        assert nutrition.written(field, amount) == text
