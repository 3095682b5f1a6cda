"""Money that is taken back: what waits, then prepaid money, and the rest is owed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kumiai.wallet import rules

YEN = st.integers(0, 1_000_000)


class TestTakenBack:
    @given(yen=st.integers(1, 1_000_000), waiting=YEN, prepaid=YEN)
    @settings(max_examples=60)
    def test_takes_all_of_it_and_never_more_than_a_purse_holds(
        self, yen: int, waiting: int, prepaid: int
    ) -> None:
        taken = rules.taken_back(yen, waiting_yen=waiting, prepaid_yen=prepaid)
        assert taken.from_waiting + taken.from_prepaid + taken.to_debt == yen
        assert 0 <= taken.from_waiting <= waiting
        assert 0 <= taken.from_prepaid <= prepaid
        assert taken.to_debt == max(yen - waiting - prepaid, 0)
