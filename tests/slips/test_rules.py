"""When slip money can be collected, and what makes a payment the same one."""

from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kumiai.coops.policy import GUIDE_2020
from kumiai.slips import rules

DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
PAID_ON = date(2026, 4, 3)


def print_of(*, reference: str = "A1", occurrence: int = 1) -> bytes:
    return rules.fingerprint(
        paid_on=PAID_ON,
        amount_yen=20_000,
        member_number="210126000017",
        reference=reference,
        occurrence=occurrence,
    )


class TestAvailableOn:
    def test_is_a_week_after_paying(self) -> None:
        found = rules.available_on(paid_on=PAID_ON, taken_in_on=date(2026, 4, 8), policy=GUIDE_2020)
        assert found == date(2026, 4, 10)

    @given(paid_on=DAYS, taken_in_on=DAYS)
    def test_is_never_before_the_bank_has_told(self, paid_on: date, taken_in_on: date) -> None:
        found = rules.available_on(paid_on=paid_on, taken_in_on=taken_in_on, policy=GUIDE_2020)
        assert found >= taken_in_on
        assert found > paid_on


class TestFingerprint:
    def test_is_the_same_for_the_same_payment(self) -> None:
        assert print_of() == print_of()

    def test_tells_like_payments_apart(self) -> None:
        assert len({print_of(), print_of(occurrence=2), print_of(reference="A2")}) == 3


class TestSentReference:
    @given(st.integers(1, 999_999_999))
    @settings(max_examples=50)
    def test_is_read_back_however_it_is_typed(self, number: int) -> None:
        reference = rules.sent_reference(number)
        assert len(reference) == 10
        for typed in (
            reference,
            rules.printed_reference(reference),
            f" {reference[:4]}-{reference[4:]}",
        ):
            assert rules.read_sent_reference(typed) == reference

    @pytest.mark.parametrize("number", [0, -1, 1_000_000_000])
    def test_counts_from_one_to_nine_digits(self, number: int) -> None:
        with pytest.raises(ValueError):
            rules.sent_reference(number)

    def test_is_the_number_and_its_check_digit(self) -> None:
        assert rules.sent_reference(1) == "0000000017"

    @pytest.mark.parametrize("typed", ["", "A1", "000000001", "0000000018", "0000000000", "１２３"])
    def test_is_nothing_else(self, typed: str) -> None:
        assert rules.read_sent_reference(typed) is None

    def test_tells_a_wrong_digit(self) -> None:
        good = rules.sent_reference(1234)
        for place in range(10):
            wrong = good[:place] + str((int(good[place]) + 1) % 10) + good[place + 1 :]
            assert rules.read_sent_reference(wrong) is None


class TestBarcode:
    POLICY = msgspec.structs.replace(
        GUIDE_2020, slip_issuer_code="912345", slip_stamp_from_yen=50_000
    )

    def digits(self, *, amount_yen: int = 30_000, due_on: date | None = None) -> str:
        digits = rules.barcode(
            coop_id=2101,
            reference=rules.sent_reference(12),
            amount_yen=amount_yen,
            due_on=due_on,
            policy=self.POLICY,
        )
        assert digits is not None
        return digits

    def test_has_its_fields_where_shops_read_them(self) -> None:
        digits = self.digits(due_on=date(2027, 3, 31))
        assert len(digits) == 44
        reference = rules.sent_reference(12)
        assert rules.printed_barcode(digits) == (
            f"(91) 912345 02101000000{reference} 0 270331 0 030000 {digits[-1]}"
        )

    def test_says_when_there_is_no_last_day(self) -> None:
        assert self.digits()[30:36] == "999999"

    def test_asks_for_a_revenue_stamp_from_the_policys_amount_on(self) -> None:
        assert self.digits(amount_yen=49_999)[36] == "0"
        assert self.digits(amount_yen=50_000)[36] == "1"

    def test_gives_the_reference_back(self) -> None:
        assert rules.read_sent_reference(self.digits()) == rules.sent_reference(12)
        digits = self.digits()
        wrong = digits[:-1] + str((int(digits[-1]) + 1) % 10)
        assert rules.read_sent_reference(wrong) is None

    def test_is_none_where_no_shop_takes_the_slips(self) -> None:
        found = rules.barcode(
            coop_id=2101, reference="0000000017", amount_yen=1, due_on=None, policy=GUIDE_2020
        )
        assert found is None
