"""One-time codes by the clock, against the RFC's own values."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.identity import totp

SECRET = b"12345678901234567890"
NOW = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)


class TestCode:
    @pytest.mark.parametrize(
        ("seconds", "code"),
        [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ],
    )
    def test_is_the_one_of_the_rfc(self, seconds: int, code: str) -> None:
        assert totp.code(SECRET, totp.step_at(datetime.fromtimestamp(seconds, UTC))) == code


class TestMatchingStep:
    @given(around=st.integers(-3, 3), used=st.integers(-3, 3))
    def test_takes_each_code_around_now_once(self, around: int, used: int) -> None:
        now = totp.step_at(NOW)
        typed = totp.code(SECRET, now + around)
        found = totp.matching_step(SECRET, typed, at=NOW, after=now + used)
        is_taken = abs(around) <= 1 and around > used
        assert found == (now + around if is_taken else None)

    @pytest.mark.parametrize("typed", ["", "000000", "１２", "abcdef", "2870821"])
    def test_takes_nothing_else(self, typed: str) -> None:
        assert totp.matching_step(SECRET, typed, at=NOW, after=0) is None


class TestAddress:
    def test_is_what_an_app_reads(self) -> None:
        address = totp.address(SECRET, login_id="manager-2101", issuer="弘大生協 事務室")
        assert address.startswith("otpauth://totp/%E5%BC%98")
        assert ":manager-2101" not in address.partition("?")[2]
        assert "secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ" in address
