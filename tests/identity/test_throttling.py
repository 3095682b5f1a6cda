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


class TestKnocks:
    def test_of_a_person_are_three_in_ten_minutes_and_ten_a_day(self) -> None:
        assert again_at(2) is None
        assert again_at(3) == NOON + timedelta(minutes=9)
        assert again_at(9, minutes_ago=11) is None
        assert again_at(10, minutes_ago=11) == NOON + timedelta(days=1, minutes=-11)

    def test_of_a_network_are_limited_for_ten_minutes(self) -> None:
        begun = NOON - timedelta(minutes=9)
        until = NOON + timedelta(minutes=1)
        for again in (
            throttling.knock_again_at(of_person=[], limit_of_network=begun, at=NOON),
            throttling.first_time_again_at(limit_of_network=begun, at=NOON),
        ):
            assert again == until
        assert throttling.first_time_again_at(limit_of_network=begun, at=until) is None
        assert throttling.first_time_again_at(limit_of_network=None, at=NOON) is None


def again_at(count: int, *, minutes_ago: int = 1) -> datetime | None:
    """With so many knocks of one person at one moment."""
    before = NOON - timedelta(minutes=minutes_ago)
    return throttling.knock_again_at(of_person=[before] * count, limit_of_network=None, at=NOON)
