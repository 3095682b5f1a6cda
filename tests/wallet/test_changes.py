"""Why purses move, and that the reasons add up."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kumiai.ledger.accounts import PURSES, Kind
from kumiai.wallet import changes
from kumiai.wallet.changes import Moved, Reason

MOVED = st.builds(
    Moved,
    entry_id=st.integers(0, 4).map(lambda number: UUID(int=number)),
    entry_kind=st.sampled_from(["purchase", "correction", "payout"]),
    other=st.sampled_from(Kind),
    change=st.integers(-(10**6), 10**6).filter(bool),
)


class TestReason:
    def test_is_told_from_the_other_side(self) -> None:
        told = {
            (Kind.PREPAID, Kind.SALES, -480): Reason.PURCHASE,
            (Kind.PREPAID, Kind.CASH, 1000): Reason.TOP_UP,
            (Kind.PREPAID, Kind.CLEARING, 500): Reason.COLLECTED,
            (Kind.PREPAID, Kind.POINTS_REDEEMED_YEN, 200): Reason.AUTO_TOP_UP,
            (Kind.POINTS, Kind.POINTS_GRANTED, 24): Reason.EARNED,
            (Kind.POINTS, Kind.POINTS_REDEEMED, -2000): Reason.AUTO_TOP_UP,
            (Kind.WEB_POINTS, Kind.POINTS_REDEEMED, -2000): Reason.CLAIMED,
            (Kind.UNCOLLECTED, Kind.SLIP_BANK, 500): Reason.PAID_IN,
            (Kind.UNCOLLECTED, Kind.CLEARING, -500): Reason.COLLECTED,
            (Kind.DEBT, Kind.SALES, 480): Reason.SHORTFALL,
            (Kind.DEBT, Kind.CASH, -480): Reason.REPAID,
            (Kind.DEBT, Kind.CLEARING, -480): Reason.REPAID,
            (Kind.PREPAID, Kind.SALES, 480): Reason.TAKEN_BACK,
            (Kind.PREPAID, Kind.CASH, -1000): Reason.TAKEN_BACK,
            (Kind.PREPAID, Kind.POINTS_REDEEMED_YEN, -200): Reason.TAKEN_BACK,
            (Kind.POINTS, Kind.POINTS_GRANTED, -24): Reason.TAKEN_BACK,
            (Kind.DEBT, Kind.SALES, -480): Reason.TAKEN_BACK,
            (Kind.DEBT, Kind.CASH, 480): Reason.TAKEN_BACK,
            (Kind.DEBT, Kind.POINTS_REDEEMED_YEN, 50): Reason.TAKEN_BACK,
        }
        for (purse, other, change), reason in told.items():
            assert changes.reason(purse, other, change, entry_kind="") is reason

    def test_is_a_correction_where_there_is_no_other(self) -> None:
        assert changes.reason(Kind.PREPAID, Kind.ADJUSTMENTS, -1, entry_kind="") is Reason.CORRECTED

    def test_is_told_by_the_entry_where_the_bank_could_have_done_it(self) -> None:
        moved = (Kind.UNCOLLECTED, Kind.SLIP_BANK, -9000)
        assert changes.reason(*moved, entry_kind="slip_cancellation") is Reason.TAKEN_BACK
        assert changes.reason(*moved, entry_kind="payout") is Reason.PAID_OUT


class TestSummed:
    @given(st.sampled_from(PURSES), st.lists(MOVED))
    def test_loses_nothing(self, purse: Kind, moved: list[Moved]) -> None:
        summed = changes.summed(purse, moved)
        assert sum(change.amount for change in summed) == sum(each.change for each in moved)
        assert len({change.reason for change in summed}) == len(summed)

    def test_counts_events_and_not_transfers(self) -> None:
        one, two = UUID(int=1), UUID(int=2)
        moved = [Moved(one, "purchase", Kind.SALES, -480), Moved(one, "purchase", Kind.SALES, -20)]
        (change,) = changes.summed(Kind.PREPAID, [*moved, Moved(two, "purchase", Kind.SALES, -130)])
        assert (change.count, change.amount) == (2, -630)
