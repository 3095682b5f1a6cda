"""What an inquiry may look like, and how many are taken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.inquiries import rules


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


class TestMaySend:
    def test_counts_the_network_and_the_address(self) -> None:
        assert rules.may_send(of_network=29, of_address_in_hour=2, of_address_in_day=9)
        assert not rules.may_send(of_network=30, of_address_in_hour=0, of_address_in_day=0)
        assert not rules.may_send(of_network=0, of_address_in_hour=3, of_address_in_day=3)
        assert not rules.may_send(of_network=0, of_address_in_hour=0, of_address_in_day=10)
