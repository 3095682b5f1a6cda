"""What may be decided of a meal plan: from a day to come on, within its term, under its name."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.meals import plan_rules
from kumiai.meals.plan_rules import Numbers, PlanProblem
from kumiai.meals.rules import Plan, Window

TODAY = date(2026, 11, 25)
LUNCH = Numbers("平日昼食", 700, (0, 1, 2, 3, 4), time(11), time(14))
RUNNING = LUNCH.over(date(2026, 4, 1), date(2027, 3, 31))
DEARER = Numbers("平日昼食", 800, (0, 1, 2, 3, 4), time(11), time(14))
BREAKFAST = Window(None, time(9, 30), 250)
TOMORROW = TODAY + timedelta(days=1)


def changed(
    numbers: Numbers, day: date, *parts: Plan, others: tuple[Plan, ...] = ()
) -> PlanProblem | None:
    return plan_rules.problem_with_change(
        parts or (RUNNING,), numbers, day=day, others=others, today=TODAY
    )


class TestNumbers:
    @pytest.mark.parametrize(
        ("numbers", "problem"),
        [
            (Numbers("", 700, (0,), None, None), PlanProblem.NAME),
            (Numbers("長" * 41, 700, (0,), None, None), PlanProblem.NAME),
            (Numbers("昼", 0, (0,), None, None), PlanProblem.LIMIT),
            (Numbers("昼", 100_001, (0,), None, None), PlanProblem.LIMIT),
            (Numbers("昼", 700, (), None, None), PlanProblem.WEEKDAYS),
            (Numbers("昼", 700, (7,), None, None), PlanProblem.WEEKDAYS),
            (Numbers("昼", 700, (0,), time(14), time(14)), PlanProblem.HOURS),
            (Numbers("昼", 700, (0,), time(14), None), None),
            (Numbers("昼", 700, (0,), None, time(9)), None),
            (Numbers("昼", 700, (0,), None, time(0)), PlanProblem.HOURS),
            (replace(LUNCH, saturday_yen=0, short_day_yen=1, closed_day_yen=100_000), None),
            (replace(LUNCH, saturday_yen=-1), PlanProblem.DAY_LIMIT),
            (replace(LUNCH, closed_day_yen=100_001), PlanProblem.DAY_LIMIT),
        ],
    )
    def test_are_in_their_bounds(self, numbers: Numbers, problem: PlanProblem | None) -> None:
        assert plan_rules.problem_with_numbers(numbers) is problem

    @pytest.mark.parametrize(
        ("hours", "problem"),
        [
            ((Window(time(17), None, 600), BREAKFAST), None),
            ((Window(time(9, 30), None), BREAKFAST), None),
            ((Window(time(9, 29), None), BREAKFAST), PlanProblem.OVERLAP),
            ((Window(time(7), time(8)), BREAKFAST), PlanProblem.OVERLAP),
            ((Window(None, time(8)), BREAKFAST), PlanProblem.OVERLAP),
            ((BREAKFAST, BREAKFAST), PlanProblem.OVERLAP),
            ((BREAKFAST, Window(time(12), time(12))), PlanProblem.HOURS),
            ((Window(time(8), time(9), 0),), PlanProblem.WINDOW_LIMIT),
            ((Window(time(8), time(9), 100_001),), PlanProblem.WINDOW_LIMIT),
            ((Window(None, None, 500),), PlanProblem.WINDOW_LIMIT),
            ([Window(time(hour), time(hour + 1)) for hour in range(4)], None),
            ([Window(time(hour), time(hour + 1)) for hour in range(5)], PlanProblem.WINDOWS),
        ],
    )
    def test_have_windows_one_after_the_other(
        self, hours: Sequence[Window], problem: PlanProblem | None
    ) -> None:
        assert plan_rules.problem_with_numbers(LUNCH.at_hours(hours)) is problem

    def test_keep_one_span_without_a_limit_as_their_hours(self) -> None:
        once = LUNCH.at_hours([Window(time(8), time(9))])
        assert (once.opens_at, once.closes_at, once.windows) == (time(8), time(9), ())
        assert once.hours == (Window(time(8), time(9)),)
        assert LUNCH.at_hours([]).hours == ()


class TestANewPlan:
    @pytest.mark.parametrize(
        ("first", "last", "problem"),
        [
            (TODAY, date(2027, 3, 31), PlanProblem.PAST),
            (date(2027, 4, 1), date(2027, 3, 31), PlanProblem.TERM),
            (date(2027, 4, 1), date(2029, 4, 3), PlanProblem.TERM),
            (TOMORROW, date(2027, 3, 31), PlanProblem.TAKEN),
            (date(2027, 4, 1), date(2028, 3, 31), None),
        ],
    )
    def test_begins_on_a_day_to_come(
        self, first: date, last: date, problem: PlanProblem | None
    ) -> None:
        found = plan_rules.problem_with_new(LUNCH.over(first, last), others=[RUNNING], today=TODAY)
        assert found is problem


class TestAChange:
    def test_is_for_days_to_come_alone(self) -> None:
        assert changed(DEARER, TODAY) is PlanProblem.PAST
        assert changed(DEARER, TOMORROW) is None

    def test_is_within_the_term(self) -> None:
        assert changed(DEARER, date(2027, 4, 1)) is PlanProblem.OUTSIDE

    def test_changes_something(self) -> None:
        assert changed(LUNCH, TOMORROW) is PlanProblem.SAME

    def test_leaves_the_names_of_others(self) -> None:
        other = Numbers("3食", 1_200, range(7), None, None).over(TODAY, date(2027, 3, 31))
        named = Numbers("3食", 700, (0, 1, 2, 3, 4), time(11), time(14))
        assert changed(named, TOMORROW, others=(other,)) is PlanProblem.TAKEN

    @given(st.integers(-40, 400), st.integers(1, 100_000))
    def test_never_reaches_a_day_that_was(self, days: int, yen: int) -> None:
        day = TODAY + timedelta(days=days)
        numbers = Numbers(LUNCH.name, yen, LUNCH.weekdays, LUNCH.opens_at, LUNCH.closes_at)
        allowed = changed(numbers, day) is None
        assert allowed == (TODAY < day <= RUNNING.ends_on and yen != RUNNING.daily_limit_yen)


class TestTheLastDay:
    def problem(self, last: date, *parts: Plan) -> PlanProblem | None:
        return plan_rules.problem_with_last_day(
            parts or (RUNNING,), last=last, others=(), today=TODAY
        )

    def test_is_today_at_the_earliest(self) -> None:
        assert self.problem(TODAY - timedelta(days=1)) is PlanProblem.PAST
        assert self.problem(TODAY) is None
        assert self.problem(RUNNING.ends_on) is PlanProblem.SAME
        assert self.problem(date(2028, 3, 31)) is None
        assert self.problem(date(2028, 4, 30)) is PlanProblem.TERM

    def test_stays_where_the_plan_is_over(self) -> None:
        over = LUNCH.over(date(2025, 4, 1), date(2026, 3, 31))
        assert self.problem(date(2027, 1, 1), over) is PlanProblem.PAST

    def test_is_not_before_a_change_that_waits(self) -> None:
        first = LUNCH.over(RUNNING.starts_on, date(2026, 12, 31))
        later = DEARER.over(date(2027, 1, 1), RUNNING.ends_on)
        assert self.problem(date(2026, 12, 1), first, later) is PlanProblem.CHANGES_AFTER
        assert self.problem(date(2027, 1, 1), first, later) is None
