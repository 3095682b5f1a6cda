from datetime import UTC, date, datetime, timedelta

import pytest

from kumiai.kit import clock


class TestTokyoDate:
    def test_changes_at_15_00_in_utc(self) -> None:
        midnight = datetime(2026, 11, 22, 15, tzinfo=UTC)
        assert clock.tokyo_date(midnight) == date(2026, 11, 23)
        assert clock.tokyo_date(midnight - timedelta(microseconds=1)) == date(2026, 11, 22)

    def test_refuses_a_moment_without_zone(self) -> None:
        with pytest.raises(ValueError, match="time zone"):
            clock.tokyo_date(datetime(2026, 11, 23))  # noqa: DTZ001


class TestDayStart:
    def test_is_midnight_in_tokyo(self) -> None:
        assert clock.day_start(date(2026, 11, 23)) == datetime(2026, 11, 22, 15, tzinfo=UTC)

    def test_is_on_its_own_day(self) -> None:
        day = date(2026, 11, 23)
        assert clock.tokyo_date(clock.day_start(day)) == day


class TestNow:
    def test_is_aware(self) -> None:
        assert clock.now().utcoffset() == timedelta(0)
