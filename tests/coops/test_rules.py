"""Business days: neither Sundays nor holidays, unless the co-op's calendar says otherwise."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kumiai.coops import rules

SATURDAY, SUNDAY, HOLIDAY_MONDAY, TUESDAY = (date(2026, 11, day) for day in (21, 22, 23, 24))
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2030, 12, 31))


class TestIsBusinessDay:
    def test_counts_saturday(self) -> None:
        assert rules.is_business_day(SATURDAY, {})

    def test_excludes_sundays_and_holidays(self) -> None:
        assert not rules.is_business_day(SUNDAY, {})
        assert not rules.is_business_day(HOLIDAY_MONDAY, {})

    def test_follows_the_co_ops_own_calendar(self) -> None:
        assert rules.is_business_day(SUNDAY, {SUNDAY: True})
        assert not rules.is_business_day(TUESDAY, {TUESDAY: False})

    def test_is_told_of_one_day_alike(self) -> None:
        for day in (SATURDAY, SUNDAY, HOLIDAY_MONDAY, TUESDAY):
            assert rules.is_closed_day(day, None) == (not rules.is_business_day(day, {}))
        assert not rules.is_closed_day(SUNDAY, "short")
        assert rules.is_closed_day(TUESDAY, "closed")


class TestBusinessDayAfter:
    def test_skips_what_is_excluded(self) -> None:
        friday = date(2026, 11, 20)
        assert rules.business_day_after(friday, 1, {}) == SATURDAY
        assert rules.business_day_after(friday, 2, {}) == TUESDAY
        assert rules.business_day_after(friday, 2, {SATURDAY: False}) == date(2026, 11, 25)

    @given(DAYS, st.integers(0, 20), st.dictionaries(DAYS, st.booleans(), max_size=30))
    def test_leaves_exactly_so_many_business_days_behind(
        self, day: date, count: int, overrides: dict[date, bool]
    ) -> None:
        found = rules.business_day_after(day, count, overrides)
        passed = (day + timedelta(days=n) for n in range(1, (found - day).days + 1))
        assert sum(rules.is_business_day(each, overrides) for each in passed) == count
        assert found == day or rules.is_business_day(found, overrides)
