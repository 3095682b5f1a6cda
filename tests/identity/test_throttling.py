"""The numbers that slow guessing down."""

from datetime import UTC, datetime, timedelta

import pytest

from kumiai.identity import throttling
from kumiai.identity.throttling import SprayCount

NOON = datetime(2026, 4, 6, 3, tzinfo=UTC)


class TestDelay:
    @pytest.mark.parametrize(
        ("failures", "minutes"), [(4, 0), (5, 1), (6, 2), (7, 4), (10, 32), (11, 60), (99, 60)]
    )
    def test_doubles_from_the_fifth_failure_to_an_hour(self, failures: int, minutes: int) -> None:
        expected = NOON + timedelta(minutes=minutes) if minutes else None
        assert throttling.blocked_until(failures, failed_at=NOON) == expected

    def test_ends_for_good_after_ten_or_a_hundred(self) -> None:
        assert not throttling.is_off(9, is_provisional=True)
        assert throttling.is_off(10, is_provisional=True)
        assert not throttling.is_off(99, is_provisional=False)
        assert throttling.is_off(100, is_provisional=False)


class TestSpray:
    def test_is_over_twenty_logins_and_over_thirty_percent(self) -> None:
        assert throttling.is_spray(SprayCount(failing_logins=21, failures=31, tries=100))
        assert not throttling.is_spray(SprayCount(failing_logins=20, failures=100, tries=100))
        assert not throttling.is_spray(SprayCount(failing_logins=60, failures=60, tries=200))


class TestMailTests:
    def test_are_three_in_ten_minutes_and_ten_a_day(self) -> None:
        assert throttling.may_send_mail_test(within_window=2, within_day=9)
        assert not throttling.may_send_mail_test(within_window=3, within_day=3)
        assert not throttling.may_send_mail_test(within_window=0, within_day=10)
