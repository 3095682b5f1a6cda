"""When slip money can be collected, and what makes a payment the same one."""

from datetime import date

from hypothesis import given
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

    def test_is_expected_within_ten_days(self) -> None:
        assert rules.expected_by(PAID_ON, policy=GUIDE_2020) == date(2026, 4, 13)


class TestFingerprint:
    def test_is_the_same_for_the_same_payment(self) -> None:
        assert print_of() == print_of()

    def test_tells_like_payments_apart(self) -> None:
        assert len({print_of(), print_of(occurrence=2), print_of(reference="A2")}) == 3
