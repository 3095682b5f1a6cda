"""A meal card lets eat for so much a day, on its days and at its hours."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.coops.rules import DayMark
from kumiai.kit.clock import TOKYO
from kumiai.meals import rules
from kumiai.meals.at_till import Held
from kumiai.meals.rules import Plan, Window

LUNCH = Plan(
    name="平日昼食",
    daily_limit_yen=700,
    weekdays=(0, 1, 2, 3, 4),
    opens_at=time(11),
    closes_at=time(14),
    starts_on=date(2026, 4, 6),
    ends_on=date(2027, 1, 29),
)

BREAKFAST = Window(time(8), time(9, 30), 250)
DINNER = Window(time(17), time(20), 600)
DORMITORY = replace(
    LUNCH, daily_limit_yen=750, opens_at=None, closes_at=None, windows=(BREAKFAST, DINNER)
)
TUESDAY, SATURDAY, HOLIDAY = date(2026, 11, 24), date(2026, 11, 28), date(2026, 11, 23)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


class TestTheRight:
    def test_holds_on_its_days_at_its_hours(self) -> None:
        for moment, valid in (
            ("2026-11-24T10:59:59", False),
            ("2026-11-24T11:00:00", True),
            ("2026-11-24T13:59:59", True),
            ("2026-11-24T14:00:00", False),
            ("2026-11-28T12:00:00", False),
            ("2026-04-03T12:00:00", False),
            ("2026-04-06T12:00:00", True),
            ("2027-01-29T12:00:00", True),
            ("2027-02-01T12:00:00", False),
        ):
            right = rules.right_at(LUNCH, occurred_at=at(moment), used_yen=100)
            assert (right.is_valid_now, right.left_yen) == (valid, 600 if valid else 0), moment

    def test_counts_by_the_date_in_tokyo(self) -> None:
        evening = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
        assert rules.right_at(LUNCH, occurred_at=evening, used_yen=0).date == date(2026, 11, 24)

    @given(used=st.integers(0, 2000), yen=st.integers(0, 700))
    def test_is_used_up_and_never_below_nothing(self, used: int, yen: int) -> None:
        """Also where the plan was cut to less than was used already."""
        right = rules.right_at(LUNCH, occurred_at=at("2026-11-24T12:00:00"), used_yen=used)
        assert right.left_yen == max(700 - used, 0)
        assert right.after(yen).used_yen == used + yen


class TestTheLimitOfADay:
    @pytest.mark.parametrize(
        ("day", "mark", "yen"),
        [
            (TUESDAY, None, 1_000),
            (TUESDAY, "open", 1_000),
            (TUESDAY, "short", 700),
            (TUESDAY, "closed", 0),
            (SATURDAY, None, 600),
            (SATURDAY, "short", 700),
            (HOLIDAY, None, 0),
            (HOLIDAY, "open", 1_000),
            (HOLIDAY, "short", 700),
            (date(2026, 11, 29), None, 0),
        ],
    )
    def test_goes_by_the_kind_of_day(self, day: date, mark: DayMark | None, yen: int) -> None:
        plan = replace(
            LUNCH,
            daily_limit_yen=1_000,
            weekdays=range(7),
            saturday_yen=600,
            short_day_yen=700,
            closed_day_yen=0,
        )
        assert (plan.limit_on(day, mark), plan.is_open_on(day, mark)) == (yen, yen > 0)
        noon = datetime.combine(day, time(12), TOKYO)
        right = rules.right_at(plan, occurred_at=noon, used_yen=0, mark=mark)
        assert (right.limit_yen, right.left_yen, right.is_valid_now) == (yen, yen, yen > 0)

    @pytest.mark.parametrize("mark", [None, "open", "short", "closed"])
    @pytest.mark.parametrize("day", [TUESDAY, SATURDAY, HOLIDAY])
    def test_is_the_plans_where_nothing_is_said(self, day: date, mark: DayMark | None) -> None:
        assert LUNCH.limit_on(day, mark) == 700
        assert LUNCH.is_open_on(day, mark) == (day != SATURDAY)

    def test_of_a_short_or_closed_saturday_is_else_a_saturdays(self) -> None:
        plan = replace(LUNCH, weekdays=range(6), saturday_yen=500)
        for mark in (None, "open", "short", "closed"):
            assert plan.limit_on(SATURDAY, mark) == 500

    def test_says_nothing_of_days_that_are_not_the_plans(self) -> None:
        plan = replace(LUNCH, saturday_yen=500)
        assert not plan.is_open_on(SATURDAY)
        assert not plan.is_open_on(plan.ends_on + timedelta(days=3))

    def test_counts_the_days_of_a_term(self) -> None:
        plan = replace(LUNCH, weekdays=range(7), closed_day_yen=0)
        # A week with a holiday on Monday, and a Thursday on which the co-op is closed.
        marks: dict[date, DayMark] = {date(2026, 11, 26): "closed", date(2026, 11, 27): "short"}
        assert rules.open_days(plan, HOLIDAY, date(2026, 11, 29), marks) == 4


class TestWindows:
    @pytest.mark.parametrize(
        ("hour", "left"),
        [
            ("07:59:59", None),
            ("08:00:00", 250),
            ("09:29:59.999999", 250),
            ("09:30:00", None),
            ("16:59:59", None),
            ("17:00:00", 600),
            ("19:59:59", 600),
            ("20:00:00", None),
        ],
    )
    def test_begin_with_their_first_moment_and_end_before_the_last(
        self, hour: str, left: int | None
    ) -> None:
        right = rules.right_at(DORMITORY, occurred_at=at(f"2026-11-24T{hour}"), used_yen=0)
        assert (right.is_valid_now, right.left_yen) == (left is not None, left or 0)

    def test_leave_what_the_day_leaves(self) -> None:
        uses = ((time(9, 29, 59), 250),)
        evening = at("2026-11-24T18:00:00")
        right = rules.right_at(DORMITORY, occurred_at=evening, used_yen=250, uses=uses)
        assert right.left_yen == 500
        assert right.after(400).left_yen == 100

    def test_without_a_limit_of_their_own_have_the_days(self) -> None:
        breakfast = Window(None, time(10), 200)
        plan = replace(
            DORMITORY, daily_limit_yen=1_500, windows=(breakfast, Window(time(10), None))
        )
        uses = ((time(8), 200),)
        for hour, left in (("09:00:00", 0), ("10:00:00", 1_300), ("23:59:59", 1_300)):
            moment = at(f"2026-11-24T{hour}")
            right = rules.right_at(plan, occurred_at=moment, used_yen=200, uses=uses)
            assert right.left_yen == left

    def test_take_what_an_outage_gave(self) -> None:
        evening = at("2026-11-24T18:00:00")
        right = rules.right_at(DORMITORY, occurred_at=evening, used_yen=0, extra_yen=300)
        assert (right.limit_yen, right.left_yen) == (1_050, 900)

    def test_are_kept_in_a_row_as_they_are(self) -> None:
        windows = (Window(None, time(10), 200), Window(time(10), None))
        assert rules.windows(rules.told(windows)) == windows
        assert rules.told(()) is None
        assert rules.windows(None) == ()

    @given(
        day_yen=st.integers(1, 1_500),
        limits=st.tuples(*[st.none() | st.integers(1, 900)] * 2),
        asks=st.lists(
            st.tuples(st.times(), st.integers(1, 900), st.booleans()), min_size=1, max_size=12
        ),
    )
    def test_are_never_overdrawn_nor_is_the_day(
        self,
        day_yen: int,
        limits: tuple[int | None, int | None],
        asks: list[tuple[time, int, bool]],
    ) -> None:
        """Whatever is sold and taken back when: told one after the other, or all anew."""
        windows = tuple(
            replace(window, limit_yen=yen)
            for window, yen in zip((BREAKFAST, DINNER), limits, strict=True)
        )
        held = Held(replace(DORMITORY, daily_limit_yen=day_yen, windows=windows), 0)
        sold: list[tuple[datetime, int]] = []
        for hour, yen, is_taken_back in asks:
            moment = datetime.combine(TUESDAY, hour, TOKYO)
            right = held.right(moment)
            taken = min(yen, right.left_yen)
            assert not taken or any(window.holds(hour) for window in windows)
            held = held.after(taken, occurred_at=moment)
            assert held.right(moment) == right.after(taken)
            sold.append((moment, taken))
            if is_taken_back:
                earlier, back = sold.pop(0)
                held = held.after(-back, occurred_at=earlier)
        assert held.used_yen == sum(yen for _, yen in sold) <= day_yen
        for window in windows:
            used_yen = sum(yen for moment, yen in sold if window.holds(moment.time()))
            assert rules.used_within(window, held.uses) == used_yen
            assert window.limit_yen is None or used_yen <= window.limit_yen
