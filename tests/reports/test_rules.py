"""Base dates, limits, business years and ages."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.reports import rules

days = st.dates(date(2000, 1, 1), date(2099, 12, 31))


class TestBaseDates:
    @given(day=days)
    def test_are_the_ends_of_half_years_without_gaps(self, day: date) -> None:
        last = rules.base_date_from(day)
        first, end = rules.half_year(last)
        assert end == last
        assert first <= day <= last
        assert rules.is_base_date(last)
        assert rules.is_base_date(first - timedelta(days=1))
        assert rules.base_date_until(last) == last

    def test_of_a_half_year_begin_the_day_after_the_one_before(self) -> None:
        assert rules.half_year(date(2026, 9, 30)) == (date(2026, 4, 1), date(2026, 9, 30))
        assert rules.half_year(date(2028, 3, 31)) == (date(2027, 10, 1), date(2028, 3, 31))


class TestDeposit:
    @pytest.mark.parametrize(
        ("unused_yen", "is_due", "deposit_yen"),
        [
            (0, False, 0),
            (10_000_000, False, 0),
            (10_000_001, True, 5_000_001),
            (30_000_000, True, 15_000_000),
        ],
    )
    def test_is_half_over_the_limit(self, unused_yen: int, is_due: bool, deposit_yen: int) -> None:
        found = rules.deposit(base=date(2026, 9, 30), unused_yen=unused_yen)
        assert (found.is_due, found.deposit_yen) == (is_due, deposit_yen)

    def test_is_due_within_two_months(self) -> None:
        assert rules.deposit(base=date(2026, 3, 31), unused_yen=1).due_on == date(2026, 5, 31)
        assert rules.deposit(base=date(2026, 9, 30), unused_yen=1).due_on == date(2026, 11, 30)


class TestYears:
    @given(day=days)
    def test_of_business_begin_in_march(self, day: date) -> None:
        first, last = rules.business_year(day)
        assert first <= day <= last
        assert (first.month, first.day) == (3, 1)
        assert rules.business_year(last + timedelta(days=1))[0] == last + timedelta(days=1)

    def test_of_graduation_count_march_itself(self) -> None:
        assert rules.next_graduation(date(2027, 3, 31)) == 2027
        assert rules.next_graduation(date(2027, 4, 1)) == 2028


class TestByAge:
    @given(parts=st.lists(st.tuples(st.integers(0, 900), st.integers(1, 10**6)), max_size=20))
    def test_loses_nothing(self, parts: list[tuple[int, int]]) -> None:
        on = date(2026, 11, 25)
        ages = rules.by_age([(on - timedelta(days=ago), yen) for ago, yen in parts], on=on)
        assert sum(ages) == sum(yen for _, yen in parts)
        assert ages[0] == sum(yen for ago, yen in parts if ago <= 30)
        assert ages[-1] == sum(yen for ago, yen in parts if ago > 365)
