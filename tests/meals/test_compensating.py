"""Lunch compensation: the rest of a right that could not be used, on a later day, never twice."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.coops.rules import DayMark
from kumiai.kit.clock import TOKYO
from kumiai.meals import compensating
from kumiai.meals.at_till import Held
from kumiai.meals.compensating import Holder, Outage, OutageProblem
from kumiai.meals.rules import Plan, Window

DAY = date(2026, 11, 24)  # A Tuesday.
NOW = datetime(2026, 11, 24, 15, tzinfo=TOKYO)
OUTAGE = Outage(DAY, time(11, 30), time(13), most_yen=650, given_from=date(2026, 11, 25))
PLAN = Plan("1食", 1_200, range(6), time(8), time(20), date(2026, 4, 8), date(2027, 2, 28))
HOLDER = Holder(7, Held(PLAN, 0), PLAN.ends_on, given_yen=0, has_eaten=False)
OPEN_DAYS: dict[date, DayMark | None] = {
    OUTAGE.given_from + timedelta(days=offset): None for offset in range(60)
}


def used(yen: int, plan: Plan = PLAN, at: time = time(9), **more: Any) -> Holder:
    return replace(HOLDER, held=Held(plan, yen, uses=((at, yen),)), **more)


def credit(holder: Holder, outage: Outage = OUTAGE) -> tuple[int, date | None] | None:
    found = compensating.credited(outage, [holder], open_days=OPEN_DAYS)
    return (found[0].amount_yen, found[0].given_on) if found else None


class TestProblemWith:
    def test_is_none_of_an_outage_that_is_over(self) -> None:
        assert compensating.problem_with(OUTAGE, at=NOW) is None

    @pytest.mark.parametrize(
        ("changes", "problem"),
        [
            ({"ends_at": time(11, 30)}, OutageProblem.HOURS),
            ({"ends_at": time(15, 1)}, OutageProblem.NOT_OVER),
            ({"day": DAY - timedelta(days=63)}, OutageProblem.LONG_AGO),
            ({"most_yen": 0}, OutageProblem.AMOUNT),
            ({"most_yen": 10_001}, OutageProblem.AMOUNT),
            ({"given_from": DAY}, OutageProblem.TOO_SOON),
            ({"given_from": DAY + timedelta(days=61)}, OutageProblem.TOO_LATE),
        ],
    )
    def test_says_what_is_wrong(self, changes: dict[str, object], problem: OutageProblem) -> None:
        outage = replace(OUTAGE, **changes)  # type: ignore[arg-type]
        assert compensating.problem_with(outage, at=NOW) is problem


class TestCredited:
    def test_gives_the_rest_of_the_day_up_to_the_most(self) -> None:
        assert credit(HOLDER) == (650, date(2026, 11, 25))
        assert credit(used(900)) == (300, date(2026, 11, 25))

    def test_gives_nothing_for_what_was_used_or_given(self) -> None:
        assert credit(used(1_200)) is None
        assert credit(used(600, given_yen=600)) is None

    def test_gives_nothing_to_who_ate_after_all(self) -> None:
        assert credit(used(500, has_eaten=True)) is None

    @pytest.mark.parametrize(
        "changes",
        [
            {"weekdays": (0, 2, 3, 4)},
            {"opens_at": time(13)},
            {"closes_at": time(11, 30)},
            {"ends_on": DAY - timedelta(days=1)},
        ],
    )
    def test_gives_nothing_where_the_plan_was_closed(self, changes: dict[str, object]) -> None:
        assert credit(used(0, replace(PLAN, **changes))) is None  # type: ignore[arg-type]

    def test_gives_what_the_windows_of_the_outage_had_left(self) -> None:
        windows = (Window(time(8), time(9, 30), 250), Window(time(11), time(14), 400))
        plan = replace(PLAN, opens_at=None, closes_at=None, windows=windows)
        assert credit(used(250, plan)) == (400, date(2026, 11, 25))
        assert credit(used(300, plan, time(11, 10))) == (100, date(2026, 11, 25))
        assert credit(used(1_100, plan)) == (100, date(2026, 11, 25))
        both = replace(OUTAGE, begins_at=time(9, 29))
        assert credit(used(100, plan), both) == (550, date(2026, 11, 25))
        between = replace(OUTAGE, begins_at=time(9, 30), ends_at=time(11))
        assert credit(used(0, plan), between) is None

    def test_waits_for_a_day_that_gives_something(self) -> None:
        first = OUTAGE.given_from
        days: dict[date, DayMark | None] = {**OPEN_DAYS, first: "short"}
        holder = used(0, replace(PLAN, short_day_yen=0))
        (found,) = compensating.credited(OUTAGE, [holder], open_days=days)
        assert found.given_on == first + timedelta(days=1)

    def test_waits_for_a_day_of_the_plan(self) -> None:
        plan = replace(PLAN, weekdays=(1,))
        assert credit(used(0, plan)) == (650, date(2026, 12, 1))

    def test_names_no_day_after_the_card_has_ended(self) -> None:
        assert credit(replace(HOLDER, holds_until=DAY)) == (650, None)

    def test_gives_it_on_a_day_of_what_the_plan_has_become(self) -> None:
        # From the first of December on the plan has Saturdays alone.
        first = date(2026, 12, 1)
        saturdays = Plan("1食", 600, (5,), None, None, first, date(2027, 2, 28))
        changed = replace(HOLDER, holds_until=DAY, later=(saturdays,))
        assert credit(changed) == (650, date(2026, 12, 5))

    @given(
        limit=st.integers(1, 3_000),
        eaten=st.integers(0, 3_000),
        already=st.integers(0, 3_000),
        most=st.integers(1, 10_000),
        weekdays=st.sets(st.integers(0, 6)),
    )
    def test_never_gives_more_than_was_missed(
        self, limit: int, eaten: int, already: int, most: int, weekdays: set[int]
    ) -> None:
        plan = replace(PLAN, daily_limit_yen=limit, weekdays=frozenset(weekdays))
        holder = used(eaten, plan, given_yen=already)
        outage = replace(OUTAGE, most_yen=most)
        found = compensating.credited(outage, [holder], open_days=OPEN_DAYS)
        for one in found:
            assert 1 <= one.amount_yen <= min(most, limit - eaten - already)
            assert one.given_on is None or one.given_on.weekday() in weekdays
            again = replace(holder, given_yen=already + one.amount_yen)
            more = compensating.credited(outage, [again], open_days=OPEN_DAYS)
            assert sum(a.amount_yen for a in more) <= limit - eaten - already - one.amount_yen
