"""Versions of a dish: which counts on a day, and what a file may not rewrite."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kumiai.meals import dish_rules
from kumiai.meals.dish_rules import Step, Version
from kumiai.meals.nutrition import Figures

TODAY = date(2026, 11, 25)


def version(days: int, *, kcal: int) -> Version:
    return Version(TODAY + timedelta(days=days), "唐揚げ", Figures(energy_kcal=kcal))


FIRST, SECOND = version(-100, kcal=300), version(-10, kcal=350)


class TestOn:
    def test_is_the_version_that_began_last(self) -> None:
        assert dish_rules.on([SECOND, FIRST], TODAY) == SECOND
        assert dish_rules.on([FIRST, SECOND], TODAY - timedelta(days=11)) == FIRST
        assert dish_rules.on([FIRST, SECOND], SECOND.starts_on) == SECOND

    def test_is_nothing_before_the_first(self) -> None:
        assert dish_rules.on([FIRST], FIRST.starts_on - timedelta(days=1)) is None


class TestStep:
    def test_adds_what_is_new_even_in_the_past(self) -> None:
        assert dish_rules.step([], FIRST, today=TODAY) is Step.NEW

    def test_adds_a_version_from_today_on(self) -> None:
        assert dish_rules.step([FIRST], version(0, kcal=1), today=TODAY) is Step.NEW

    def test_changes_a_version_that_has_not_begun(self) -> None:
        known = [FIRST, version(1, kcal=2)]
        assert dish_rules.step(known, version(1, kcal=3), today=TODAY) is Step.CHANGED

    def test_changes_nothing_where_it_says_the_same(self) -> None:
        assert dish_rules.step([FIRST], version(0, kcal=300), today=TODAY) is Step.UNCHANGED

    def test_leaves_what_was_eaten_to_a_correction(self) -> None:
        for wanted in (version(-10, kcal=1), version(-5, kcal=1)):
            known = [FIRST, SECOND]
            assert dish_rules.step(known, wanted, today=TODAY) is Step.WOULD_REWRITE
            corrected = dish_rules.step(known, wanted, today=TODAY, is_correction=True)
            assert corrected in (Step.CHANGED, Step.NEW)

    @given(st.lists(st.integers(-30, 30), unique=True, max_size=6), st.integers(-30, 30))
    def test_never_changes_a_day_that_is_over(self, starts: list[int], day: int) -> None:
        known = [version(start, kcal=100 + start) for start in starts]
        wanted = version(day, kcal=999)
        step = dish_rules.step(known, wanted, today=TODAY)
        if step not in (Step.NEW, Step.CHANGED) or not known:
            return
        rest = [one for one in known if one.starts_on != wanted.starts_on]
        yesterday = TODAY - timedelta(days=1)
        assert dish_rules.on([*rest, wanted], yesterday) == dish_rules.on(known, yesterday)
