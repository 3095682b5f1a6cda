"""What the pages say of money: yesterday's end, live, what waits, and each step between."""

from datetime import date, datetime, timedelta

import pytest

from kumiai.coops.policy import Policy
from kumiai.kit import clock
from kumiai.kit.clock import TOKYO
from kumiai.wallet import queries
from kumiai.wallet.changes import Reason
from tests import cast, money

NOON = datetime(2026, 11, 23, 12, 5, tzinfo=TOKYO)
MIDNIGHT = datetime(2026, 11, 23, tzinfo=TOKYO)
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)


def wallet_of(person: cast.Person, at: datetime = NOON) -> queries.Wallet:
    return queries.wallet(coop_id=person.coop_id, member_id=person.id, at=at)


class TestWallet:
    def test_parts_the_days_at_midnight_in_tokyo(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        money.top_up(hanako, till=coop.till, yen=1000, at=MIDNIGHT - MOMENT)
        money.top_up(hanako, till=coop.till, yen=2000, at=MIDNIGHT)
        wallet = wallet_of(hanako)
        assert wallet.previous_day == date(2026, 11, 22)
        assert (wallet.prepaid.previous, wallet.prepaid.live) == (1000, 3000)
        assert wallet_of(hanako, MIDNIGHT - MOMENT).prepaid.live == 1000
        assert wallet_of(hanako, NOON + timedelta(days=1)).prepaid.previous == 3000

    def test_knows_nothing_of_what_comes_after(self, coop: cast.Coop, hanako: cast.Person) -> None:
        money.top_up(hanako, till=coop.till, yen=1000, at=NOON)
        money.top_up(hanako, till=coop.till, yen=2000, at=NOON + MOMENT)
        assert wallet_of(hanako).prepaid.live == 1000

    def test_says_what_lies_between(self, coop: cast.Coop, hanako: cast.Person) -> None:
        money.top_up(hanako, till=coop.till, yen=3000, at=MIDNIGHT)
        for _ in range(2):
            money.ring_up(hanako, money.line(yen=480), till=coop.till, at=MIDNIGHT)
        told = [(c.reason, c.count, c.amount) for c in wallet_of(hanako).prepaid.changes]
        assert told == [(Reason.PURCHASE, 2, -960), (Reason.TOP_UP, 1, 3000)]

    def test_tells_what_waits_and_what_of_it_is_ready(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        today = NOON.date()
        for yen, due in ((20000, today), (5000, today + timedelta(days=1))):
            money.pay_slip(hanako, yen=yen, paid_on=today, available_on=due, at=MIDNIGHT)
        wallet = wallet_of(hanako)
        assert [(w.remaining_yen, w.is_collectable) for w in wallet.waiting] == [
            (20000, True),
            (5000, False),
        ]
        assert wallet.collectable_yen == 20000
        assert wallet.uncollected.live == 25000

    def test_is_never_anybody_elses(self, coop: cast.Coop, hanako: cast.Person) -> None:
        other, taro = cast.other_coop(), cast.taro(coop)
        money.top_up(hanako, till=coop.till, yen=3000, at=MIDNIGHT)
        assert wallet_of(taro).prepaid.live == 0
        with pytest.raises(KeyError):
            queries.wallet(coop_id=other.id, member_id=hanako.id, at=NOON)


class TestPointBlock:
    def test_says_what_is_missing(self) -> None:
        block = queries.point_block(points_tenths=1542, policy=Policy())
        assert block is not None
        assert (block.missing_tenths, block.is_reached) == (458, False)

    def test_is_reached_where_the_cap_kept_points_back(self) -> None:
        block = queries.point_block(points_tenths=2100, policy=Policy())
        assert block is not None
        assert (block.missing_tenths, block.is_reached) == (0, True)

    def test_is_not_there_where_nothing_is_automatic(self) -> None:
        assert queries.point_block(points_tenths=1, policy=Policy(auto_top_up=False)) is None


class TestWebPointBlocks:
    @pytest.mark.parametrize(
        ("tenths", "count", "whole", "missing"),
        [(0, 0, 0, 2000), (1999, 0, 0, 1), (2000, 1, 2000, 2000), (4300, 2, 4000, 1700)],
    )
    def test_count_whole_ones(self, tenths: int, count: int, whole: int, missing: int) -> None:
        blocks = queries.web_point_blocks(web_points_tenths=tenths, policy=Policy())
        assert (blocks.count, blocks.points_tenths, blocks.missing_tenths) == (
            count, whole, missing,
        )  # fmt: skip


class TestPrepaidStory:
    def test_leads_from_one_figure_to_the_other(self, coop: cast.Coop, hanako: cast.Person) -> None:
        money.top_up(hanako, till=coop.top_up_machine, yen=1000, at=MIDNIGHT - MOMENT)
        money.ring_up(hanako, money.line(yen=480), till=coop.till, at=MIDNIGHT)
        money.ring_up(hanako, money.line(yen=600), till=coop.till, at=NOON, offline=True)
        story = queries.prepaid_story(
            coop_id=coop.id, member_id=hanako.id, since=MIDNIGHT, before=NOON + MOMENT
        )
        assert (story.opening_yen, story.closing_yen) == (1000, 0)
        told = [(s.reason, s.is_debt, s.change_yen, s.after_yen, s.place) for s in story.steps]
        assert told[0] == (Reason.PURCHASE, False, -480, 520, "FERIO")
        assert sorted(told[1:]) == [
            (Reason.PURCHASE, False, -520, 0, "FERIO"),
            (Reason.SHORTFALL, True, 80, 80, "FERIO"),
        ]

    def test_says_what_was_held_when_nothing_moved(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        money.top_up(hanako, till=coop.top_up_machine, yen=1000, at=MIDNIGHT - MOMENT)
        story = queries.prepaid_story(
            coop_id=coop.id,
            member_id=hanako.id,
            since=MIDNIGHT,
            before=clock.day_start(NOON.date()),
        )
        assert (story.opening_yen, story.closing_yen, story.steps) == (1000, 1000, ())

    def test_knows_machines_from_tills(self, coop: cast.Coop, hanako: cast.Person) -> None:
        for till in (coop.till, coop.top_up_machine):
            money.top_up(hanako, till=till, yen=1000, at=NOON)
        story = queries.prepaid_story(
            coop_id=coop.id, member_id=hanako.id, since=MIDNIGHT, before=NOON + MOMENT
        )
        assert [step.is_machine for step in story.steps] == [False, True]
