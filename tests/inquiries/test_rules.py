"""What an inquiry may look like, and how many are taken."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.inquiries import rules

NOON = datetime(2026, 4, 6, 3, tzinfo=UTC)


class TestOneLine:
    @pytest.mark.parametrize("typed", ["津軽　花子", " O'Neill, Ann ", "👩‍🎓"])
    def test_keeps_a_name_as_it_is_written(self, typed: str) -> None:
        assert rules.one_line(typed) == typed.strip()

    @pytest.mark.parametrize("sign", ["\n", "\r", "\r\n", "\x00", "\x0b", "\u2028", "\x85"])
    def test_takes_no_second_line(self, sign: str) -> None:
        assert rules.one_line(f"花子{sign}Bcc: all@mail.example") is None


class TestPlainText:
    def test_ends_its_lines_alike(self) -> None:
        assert rules.plain_text(" 一\r\n二\r三\n\t四 ") == "一\n二\n三\n\t四"

    @pytest.mark.parametrize("sign", ["\x00", "\x1b", "\u2028"])
    def test_takes_no_other_control_characters(self, sign: str) -> None:
        assert rules.plain_text(f"一{sign}二") is None

    @given(st.text())
    def test_never_changes_what_it_has_kept(self, typed: str) -> None:
        kept = rules.plain_text(typed)
        assert kept is None or rules.plain_text(kept) == kept


class TestMemberNumber:
    @pytest.mark.parametrize("typed", ["210125000001", "２１０１-2500-0001ｐ", " 2101 2500 0001 P"])
    def test_folds_what_is_typed(self, typed: str) -> None:
        assert rules.member_number(typed) == "210125000001"

    def test_may_be_empty(self) -> None:
        assert rules.member_number(" ") == ""

    @pytest.mark.parametrize("typed", ["2101", "わかりません", "p", "210125000001pp"])
    def test_is_twelve_digits_otherwise(self, typed: str) -> None:
        assert rules.member_number(typed) in {None, ""}
        assert typed == "p" or rules.member_number(typed) is None


class TestAgainAt:
    def test_is_now_below_every_limit(self) -> None:
        assert again_at(network=29, address=2) is None
        assert again_at(network=30, address=9, minutes_ago=61) is None

    def test_is_when_the_first_no_longer_counts(self) -> None:
        assert again_at(network=30, address=0) == NOON + timedelta(minutes=59)
        assert again_at(network=0, address=3) == NOON + timedelta(minutes=59)
        assert again_at(network=0, address=10) == NOON + timedelta(days=1, minutes=-1)


def again_at(*, network: int, address: int, minutes_ago: int = 1) -> datetime | None:
    """With so many inquiries at one moment."""
    before = NOON - timedelta(minutes=minutes_ago)
    return rules.again_at(of_network=[before] * network, of_address=[before] * address, at=NOON)
