"""The day close and the month: what the books say, and what drawers should hold."""

from datetime import timedelta
from typing import Any

import pytest

from kumiai.coops.policy import GUIDE_2020
from kumiai.kit import ids
from kumiai.ledger import actions as ledger
from kumiai.ledger.accounts import Kind
from kumiai.reports import actions, days, unused
from kumiai.reports.actions import CannotCountDrawer
from kumiai.reports.days import DayReport, NoSuchStore, TillDay
from kumiai.slips import actions as slips
from kumiai.wallet import actions as wallet
from kumiai.wallet.correcting import Correction
from tests import cast
from tests.ledger import world
from tests.ledger.world import NOON, World
from tests.purchases.counter import Counter
from tests.reports import independent
from tests.slips import bank

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
LUNCH = world.line(480)
# Each test has a day of its own, for the rows of the others stay.
_days = iter(range(1, 300))


@pytest.fixture
def noon() -> object:
    return NOON + 3 * DAY * next(_days)


def report(coop_id: int, at, **more) -> DayReport:
    return days.day(coop_id=coop_id, business_date=at.date(), at=at, **more)


def till_of(found: DayReport, here: World, name: str = "till") -> TillDay:
    terminal_id = here.callers[name].terminal_id
    [till] = [t for s in found.stores for t in s.tills if t.terminal.id == terminal_id]
    return till


class TestDay:
    def test_sums_sales_by_tender_and_rate(self, counter: Counter, here: World, noon) -> None:
        counter.top_up(counter.hanako, 3000, at=noon)
        lines = (LUNCH, world.line(216, tax_rate=8, genre="other"))
        counter.sell(counter.hanako, *lines, tenders=[("cash", 200), "prepaid"], at=noon)
        till = till_of(report(2101, noon), here)
        sums = till.takings
        assert (sums.sale_count, sums.sold_yen()) == (1, 696)
        assert (sums.cash_yen, sums.prepaid_yen, sums.top_up_yen) == (200, 496, 3000)
        assert [(r.rate, r.amount_yen, r.tax_yen) for r in till.rates] == [
            (8, 216, 16),
            (10, 480, 43),
        ]
        assert till.drawer.due_yen == 3200

    def test_takes_a_reversal_off_the_day_it_was_made(
        self, counter: Counter, here: World, noon
    ) -> None:
        """Sold before midnight, brought back after it: the day of the sale stays as it was."""
        late = noon.replace(hour=23, minute=59)
        of = counter.sell(counter.hanako, LUNCH, tenders=("cash",), at=late)
        counter.reverse(of, at=late + timedelta(minutes=2))
        sold, back = (till_of(report(2101, at), here) for at in (late, late + DAY))
        assert (sold.takings.net_yen(), sold.drawer.due_yen) == (480, 480)
        assert (back.takings.net_yen(), back.drawer.due_yen) == (-480, -480)
        assert [(r.rate, r.amount_yen, r.tax_yen) for r in back.rates] == [(10, -480, -43)]

    def test_is_of_one_store_where_asked(self, counter: Counter, here: World, noon) -> None:
        counter.sell(counter.hanako, LUNCH, tenders=("cash",), at=noon)
        found = report(2101, noon, store="FERIO")
        assert [store.store.code for store in found.stores] == ["FERIO"]
        assert found.takings.sold_yen() == 480
        with pytest.raises(NoSuchStore):
            report(2101, noon, store="NOWHERE")

    def test_knows_nothing_of_another_co_op(self, counter: Counter, noon) -> None:
        counter.top_up(counter.jiro, 500, at=noon, till="other till")
        assert report(2101, noon).takings.top_up_yen == 0

    def test_shows_slips_and_claims_apart(self, counter: Counter, noon) -> None:
        world.credit(counter.hanako, world.slip(counter.hanako, 3000, on=noon.date()), at=noon)
        world.credit(counter.hanako, world.web_points(counter.hanako, 2500), at=noon)
        world.credit(counter.hanako, world.claim(counter.hanako, 1), at=noon)
        found = report(2101, noon)
        assert found.takings.sold_yen() == 0
        assert (found.elsewhere.slip_yen, found.elsewhere.claimed_yen) == (3000, 200)
        assert (found.elsewhere.web_granted_tenths, found.elsewhere.claimed_tenths) == (2500, 2000)

    def test_shows_what_the_office_corrected_apart(self, counter: Counter, noon: Any) -> None:
        counter.sell(counter.hanako, LUNCH, tenders=("cash",), at=noon)
        for purse, change in ((Kind.PREPAID, 500), (Kind.PREPAID, -200), (Kind.POINTS, -4)):
            correction = Correction(counter.hanako.id, purse, change, GUIDE_2020)
            wallet.correct(
                coop_id=2101,
                entry_id=ids.uuid7(),
                correction=correction,
                at=noon,
                now=lambda: noon,
            )
        found = report(2101, noon)
        moved = found.elsewhere
        assert (moved.corrected_up_yen, moved.corrected_down_yen) == (500, 200)
        assert (moved.corrected_down_tenths, found.takings.granted_back_tenths) == (4, 0)
        assert (found.takings.granted_tenths, moved.elsewhere_yen) == (24, 0)
        assert unused.unused(coop_id=2101, on=noon.date(), at=noon).corrected_yen >= 300

    def test_shows_slips_of_nobody_until_they_are_somebodys(
        self, counter: Counter, noon: Any
    ) -> None:
        """Two transfers of people unknown: one is sent back, one is found to be Hanako's."""
        transfers = (bank.transfer("ﾂｶﾞﾙ", 7000), bank.transfer("ｲﾜｷ", 5000, inquiry="000002"))
        sent, assigned = bank.take_in(bank.notice(*transfers), at=noon)
        common = {"coop_id": 2101, "reason": "確認済み", "by": cast.OPERATOR, "at": noon}
        slips.send_back(deposit_id=sent.pk, **common)
        slips.assign(deposit_id=assigned.pk, shares={counter.hanako.id: 5000}, **common)
        moved = report(2101, noon).elsewhere
        assert (moved.slip_suspended_yen, moved.slip_sent_back_yen) == (12_000, 7000)
        assert (moved.slip_assigned_yen, moved.slip_yen, moved.elsewhere_yen) == (5000, 0, 0)
        law = unused.unused(coop_id=2101, on=noon.date(), at=noon)
        assert law.issued_slips_yen >= 5000

    def test_lists_missing_numbers_before_and_after_the_close(
        self, counter: Counter, here: World, noon
    ) -> None:
        for sequence in (1, 2, 5):
            message = world.top_up(counter.jiro, 1, at=noon, sequence=sequence)
            counter.post(message, at=noon, till="other till")
        coop_id = here.other.id
        before = till_of(report(coop_id, noon), here, "other till")
        assert (before.missing, report(coop_id, noon).seal) == (((3, 4),), None)
        [*_, close] = ledger.close_day(
            coop_id=coop_id, business_date=noon.date(), at=noon, by=cast.OPERATOR
        )
        after = report(coop_id, noon)
        assert till_of(after, here, "other till").missing == ((3, 4),)
        assert after.seal is not None
        assert after.seal.seal == bytes(close.seal).hex()


class TestADrawer:
    def test_agrees_with_what_was_counted(self, counter: Counter, here: World, noon) -> None:
        counter.sell(counter.hanako, LUNCH, tenders=("cash",), at=noon)
        self.count(here, noon, 30_480)
        till = till_of(report(2101, noon), here)
        assert (till.drawer.difference_yen, till.takings.declined_count) == (0, 0)

    def test_differs_until_it_is_counted_again(self, counter: Counter, here: World, noon) -> None:
        counter.sell(counter.hanako, LUNCH, tenders=("cash",), at=noon)
        self.count(here, noon, 30_380)
        assert till_of(report(2101, noon), here).drawer.difference_yen == -100
        self.count(here, noon, 30_480)
        drawer = till_of(report(2101, noon), here).drawer
        assert (drawer.difference_yen, [c.counted_yen for c in drawer.counts]) == (
            0,
            [30_380, 30_480],
        )
        assert drawer.counts[0].by == cast.OPERATOR

    def test_holds_what_was_sold_offline_on_its_day(
        self, counter: Counter, here: World, noon
    ) -> None:
        """Told the next day, so in that day's books; the cash lay in the drawer all the time."""
        sale = world.sale(counter.hanako, LUNCH, tenders=("cash",), at=noon)
        counter.post(world.offline(sale), at=noon + DAY)
        made, told = (till_of(report(2101, at), here) for at in (noon, noon + DAY))
        assert (made.takings.sold_yen(), told.takings.sold_yen()) == (0, 480)
        assert (made.drawer.due_yen, told.drawer.due_yen) == (480, 0)
        assert (told.drawer.offline.earlier_count, made.drawer.offline.later_yen) == (1, 480)

    def test_holds_what_was_sold_after_the_close_on_the_next_day(
        self, counter: Counter, here: World, noon: Any
    ) -> None:
        """The drawer has been counted: what comes in afterwards is of the next count."""
        evening = noon.replace(hour=20)
        ledger.close_day(coop_id=2101, business_date=noon.date(), at=evening, by=cast.OPERATOR)
        sale = world.sale(counter.hanako, LUNCH, tenders=("cash",), at=evening + HOUR)
        counter.post(world.offline(sale), at=evening + HOUR)
        counter.sell(counter.hanako, LUNCH, tenders=("cash",), at=evening + HOUR)
        tills = [t for s in report(2101, noon).stores for t in s.tills]
        assert sum(till.drawer.due_yen for till in tills) == 0
        later = till_of(report(2101, noon + DAY), here).drawer
        assert (later.due_yen, later.offline.earlier_count) == (960, 0)

    def test_is_of_a_till_of_the_co_op_and_of_a_day_that_has_come(self, here: World, noon) -> None:
        for changes in (
            {"terminal_id": here.callers["other till"].terminal_id},
            {"terminal_id": here.callers["feed"].terminal_id},
            {"business_date": noon.date() + DAY},
            {"counted_yen": -1},
            {"note": "あ" * 201},
        ):
            with pytest.raises(CannotCountDrawer):
                self.count(here, noon, 1, **changes)

    def count(self, here: World, at, yen: int, **changes) -> int:
        asked = {
            "coop_id": 2101,
            "terminal_id": here.callers["till"].terminal_id,
            "business_date": at.date(),
            "counted_yen": yen,
            "float_yen": 30_000,
            "at": at,
            "by": cast.OPERATOR,
        }
        return actions.count_drawer(**asked | changes)


class TestMonth:
    def test_puts_what_comes_back_into_the_month_it_came_back(self, counter: Counter, noon) -> None:
        last = noon.replace(year=2028, month=2, day=29, hour=22)
        counter.top_up(counter.hanako, 5000, at=last)
        of = counter.sell(counter.hanako, LUNCH, world.line(1200, genre="books"), at=last)
        counter.reverse(of, (2, 1), at=last + 3 * HOUR)
        february = independent.check(2101, last.date().replace(day=1), last.date())
        march = independent.check(2101, (last + DAY).date(), (last + 20 * DAY).date())
        assert (february.genres, march.genres) == ({"food": 480, "books": 1200}, {"books": -1200})

    def test_has_what_was_sold_offline_in_the_month_it_was_told(
        self, counter: Counter, noon: Any
    ) -> None:
        last = noon.replace(year=2028, month=6, day=30, hour=22)
        sale = world.sale(counter.taro, LUNCH, tenders=("cash",), at=last)
        counter.post(world.offline(sale), at=last + 12 * HOUR)
        june = independent.check(2101, last.date().replace(day=1), last.date())
        july = independent.check(2101, (last + DAY).date(), (last + 20 * DAY).date())
        assert (june.total.sold_yen(), july.total.sold_yen()) == (0, 480)
