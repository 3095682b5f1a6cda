"""Numbers, cards and phones, and when a card may pay."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kumiai.members import rules
from kumiai.members.rules import CardState

WIDE_DIGITS = str.maketrans("0123456789-", "０１２３４５６７８９ー")
TODAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def card(**state: object) -> CardState:
    known: dict[str, object] = {
        "card_id": 1, "coop_id": 2101, "code": "210100001234", "member_id": 1,
        "member_number": "210100001234", "graduation_year": 2029, "left_on": None,
        "replaced_at": None, "suspended_at": None,
    }  # fmt: skip
    return CardState(**known | state)  # type: ignore[arg-type]


class TestMemberNumber:
    @given(st.from_regex(r"[0-9]{12}", fullmatch=True))
    def test_is_the_same_however_it_is_typed(self, number: str) -> None:
        printed = " ".join((number[:4], number[4:8], number[8:]))
        grouped = printed.replace(" ", "-")
        for typed in (number, printed, grouped, grouped.translate(WIDE_DIGITS), f"　{number}\n"):
            assert rules.member_number(typed) == number

    @pytest.mark.parametrize(
        "typed", ["", "21010000123", "2101000012345", "2101 0000 123x", "2.101E+11", "٢" * 12]
    )
    def test_is_twelve_digits_and_nothing_else(self, typed: str) -> None:
        assert rules.member_number(typed) is None


class TestCardKey:
    def test_counts_cards_from_the_bare_number(self) -> None:
        assert rules.card_code("210100001234", 1) == "210100001234"
        assert rules.card_code("210100001234", 2) == "210100001234-2"

    @given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.integers(1, 99))
    def test_takes_every_code_ever_issued(self, number: str, issue: int) -> None:
        code = rules.card_code(number, issue)
        assert rules.card_key(code.translate(WIDE_DIGITS)) == code
        assert not rules.is_idm(code)

    def test_keeps_an_idm_in_capitals(self) -> None:
        assert rules.card_key("0123456789abcdef") == "0123456789ABCDEF"
        assert rules.is_idm("0123456789ABCDEF")

    @pytest.mark.parametrize("typed", ["", "210100001234-1", "210100001234-02", "0123456789ABCDEG"])
    def test_refuses_what_can_be_neither(self, typed: str) -> None:
        assert rules.card_key(typed) is None


class TestPhone:
    def test_is_digits_from_zero_on(self) -> None:
        assert rules.phone("０９０−１２３４−５６７８") == "09012345678"

    @pytest.mark.parametrize("typed", ["", "172344806", "0172", "0172-34-480x", "0" * 16])
    def test_refuses_what_is_none(self, typed: str) -> None:
        assert rules.phone(typed) is None


class TestMayPay:
    def test_lets_a_card_in_order_pay(self) -> None:
        assert rules.may_pay(card(), TODAY) is None
        assert rules.may_use_prepaid(card(), TODAY) is None

    @pytest.mark.parametrize(
        ("state", "reason"),
        [
            ({"replaced_at": NOON, "suspended_at": NOON}, "card_replaced"),
            ({"suspended_at": NOON}, "card_suspended"),
            ({"left_on": date(2026, 11, 22)}, "membership_ended"),
        ],
    )
    def test_says_why_not(self, state: dict[str, object], reason: str) -> None:
        assert rules.may_pay(card(**state), TODAY) == reason
        assert rules.may_use_prepaid(card(**state), TODAY) == reason

    def test_lets_a_member_pay_on_the_last_day(self) -> None:
        assert rules.may_pay(card(left_on=TODAY), TODAY) is None

    def test_stops_prepaid_money_after_the_march_of_graduation(self) -> None:
        graduate = card(graduation_year=2027)
        assert rules.may_use_prepaid(graduate, date(2027, 3, 31)) is None
        assert rules.may_use_prepaid(graduate, date(2027, 4, 1)) == "prepaid_expired"
        assert rules.may_pay(graduate, date(2027, 4, 1)) is None

    def test_knows_no_end_without_a_graduation_year(self) -> None:
        assert rules.may_use_prepaid(card(graduation_year=None), date(2199, 1, 1)) is None


class TestWasStopped:
    def test_tells_sales_before_from_sales_after(self) -> None:
        stopped = card(suspended_at=NOON)
        assert rules.was_stopped(stopped, NOON)
        assert not rules.was_stopped(stopped, NOON.replace(hour=2))
        assert rules.was_stopped(card(replaced_at=NOON), NOON)
        assert not rules.was_stopped(card(), NOON)


class TestIsGraduating:
    def test_begins_with_january_of_the_year(self) -> None:
        assert not rules.is_graduating(2027, date(2026, 12, 31))
        assert rules.is_graduating(2027, date(2027, 1, 1))
        assert rules.is_graduating(2027, date(2027, 4, 1))

    def test_never_begins_where_the_year_is_not_known(self) -> None:
        assert not rules.is_graduating(None, date(2027, 1, 1))
