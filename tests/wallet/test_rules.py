"""How money and points come in, and on which day a claim can be collected."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kumiai.coops.policy import GUIDE_2020, Policy
from kumiai.kit import ids
from kumiai.kit.money import Yen
from kumiai.wallet import rules
from kumiai.wallet.rules import Waiting

TODAY = date(2026, 11, 24)
yen = st.integers(0, 200_000)
waits = st.lists(
    st.builds(
        lambda left, days: Waiting(ids.uuid7(), Yen(left), TODAY + timedelta(days=days)),
        st.integers(0, 50_000),
        st.integers(-5, 5),
    )
)


class TestIncoming:
    @given(yen=yen, debt=yen)
    def test_pays_the_debt_first(self, yen: int, debt: int) -> None:
        shared = rules.incoming(yen, debt_yen=debt)
        assert shared.to_debt + shared.to_prepaid == yen
        assert 0 <= shared.to_debt <= debt
        assert shared.to_prepaid == 0 or shared.to_debt == debt


class TestRoom:
    @given(prepaid=yen, debt=yen)
    def test_is_what_may_come_in(self, prepaid: int, debt: int) -> None:
        room = rules.room(prepaid_yen=prepaid, debt_yen=debt, policy=GUIDE_2020)
        shared = rules.incoming(room, debt_yen=debt)
        assert prepaid + shared.to_prepaid == max(prepaid, GUIDE_2020.prepaid_cap_yen)


class TestAutoTopUp:
    @given(points=st.integers(0, 100_000), room=yen)
    def test_turns_every_whole_block_that_fits(self, points: int, room: int) -> None:
        done = rules.auto_top_up(points_tenths=points, room_yen=room, policy=GUIDE_2020)
        assert done.yen <= room
        assert done.points_tenths <= points
        assert done.points_tenths == done.yen * 10
        left, room_left = points - done.points_tenths, room - done.yen
        assert left < 2000 or room_left < 200

    def test_leaves_the_remainder_as_points(self) -> None:
        done = rules.auto_top_up(points_tenths=4287, room_yen=99_999, policy=GUIDE_2020)
        assert (done.points_tenths, done.yen) == (4000, 400)

    def test_leaves_what_one_receipt_cannot_hold_for_the_next(self) -> None:
        done = rules.auto_top_up(
            points_tenths=3_000_000_000, room_yen=2_000_000_000, policy=GUIDE_2020
        )
        assert (done.points_tenths, done.yen) == (1_000_000_000, 100_000_000)

    def test_is_the_co_ops_to_switch_off(self) -> None:
        done = rules.auto_top_up(
            points_tenths=9999, room_yen=99_999, policy=Policy(auto_top_up=False)
        )
        assert (done.points_tenths, done.yen) == (0, 0)


class TestCollect:
    @given(waits=waits, room=yen)
    def test_takes_what_is_due_as_far_as_there_is_room(
        self, waits: list[Waiting], room: int
    ) -> None:
        parts = rules.collect(waits, today=TODAY, room_yen=room)
        taken = sum(part.yen for part in parts)
        assert taken == min(rules.collectable_yen(waits, TODAY), room)
        left = {wait.id: wait for wait in waits}
        assert len({part.id for part in parts}) == len(parts)
        for part in parts:
            assert 0 < part.yen <= left[part.id].remaining_yen
            assert left[part.id].available_on <= TODAY
        for part in parts[:-1]:
            assert part.yen == left[part.id].remaining_yen
        days = [left[part.id].available_on for part in parts]
        assert days == sorted(days)

    @given(waits=waits)
    def test_says_when_there_is_more(self, waits: list[Waiting]) -> None:
        following = rules.next_collectable_on(waits, TODAY)
        if following is None:
            later = rules.collectable_yen(waits, date.max)
            assert later == rules.collectable_yen(waits, TODAY)
        else:
            before = rules.collectable_yen(waits, following - timedelta(days=1))
            assert before == rules.collectable_yen(waits, TODAY)
            assert rules.collectable_yen(waits, following) > before


class TestClaim:
    @given(tenths=st.integers(0, 100_000), blocks=st.integers(-3, 60))
    def test_is_of_whole_blocks_that_are_there(self, tenths: int, blocks: int) -> None:
        done = rules.claim(web_points_tenths=tenths, blocks=blocks, policy=GUIDE_2020)
        claimable = rules.claimable_blocks(web_points_tenths=tenths, policy=GUIDE_2020)
        assert (done is not None) == (1 <= blocks <= claimable)
        if done is not None:
            assert (done.points_tenths, done.yen) == (blocks * 2000, blocks * 200)


class TestClaimAvailableOn:
    def available_on(self, day: date, calendar: dict[date, bool] | None = None) -> date:
        return rules.claim_available_on(day, policy=GUIDE_2020, calendar=calendar or {})

    def test_is_the_second_business_day(self) -> None:
        assert self.available_on(date(2026, 11, 10)) == date(2026, 11, 12)

    def test_counts_saturdays_and_skips_sundays(self) -> None:
        assert self.available_on(date(2026, 11, 12)) == date(2026, 11, 14)
        assert self.available_on(date(2026, 11, 13)) == date(2026, 11, 16)

    def test_skips_holidays_and_their_substitutes(self) -> None:
        # Monday the 23rd is a holiday.
        assert self.available_on(date(2026, 11, 21)) == date(2026, 11, 25)
        # Sunday 3 May 2026 is a holiday, its substitute is Wednesday the 6th.
        assert self.available_on(date(2026, 5, 1)) == date(2026, 5, 7)

    def test_skips_days_on_which_the_co_op_is_closed(self) -> None:
        closed = {date(2026, 11, 11): False, date(2026, 11, 12): False}
        assert self.available_on(date(2026, 11, 10), closed) == date(2026, 11, 14)
        opened = {date(2026, 11, 15): True}
        assert self.available_on(date(2026, 11, 13), opened) == date(2026, 11, 15)

    def test_at_the_end_of_the_year_waits_for_the_co_op(self) -> None:
        """Asked on 28 December: only 1 January is a holiday, the rest is the co-op's calendar."""
        assert self.available_on(date(2026, 12, 28)) == date(2026, 12, 30)
        closed = {date(2026, 12, 29) + timedelta(days=n): False for n in range(6)}
        assert self.available_on(date(2026, 12, 28), closed) == date(2027, 1, 5)


class TestLastClaimDay:
    def test_is_the_last_that_is_collectable_in_time(self) -> None:
        # 31 March 2027 is a Wednesday; the day before the weekend counts, Sunday does not.
        last = date(2027, 3, 31)
        assert rules.last_claim_day(last, policy=GUIDE_2020, calendar={}) == date(2027, 3, 29)

    def test_is_earlier_where_the_co_op_is_closed(self) -> None:
        last = date(2027, 3, 31)
        closed = {date(2027, 3, day): False for day in range(22, 32)}
        found = rules.last_claim_day(last, policy=GUIDE_2020, calendar=closed)
        assert found is not None
        assert rules.claim_available_on(found, policy=GUIDE_2020, calendar=closed) <= last
        after = rules.claim_available_on(
            found + timedelta(days=1), policy=GUIDE_2020, calendar=closed
        )
        assert after > last
