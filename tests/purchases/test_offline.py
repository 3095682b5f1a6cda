"""Sales made offline: what the office should look at, and what it must resolve."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

import msgspec
import pytest
from django.db import IntegrityError, connection, transaction

from kumiai.cli import proof
from kumiai.kit import steps
from kumiai.kit.steps import Steps
from kumiai.ledger import posting
from kumiai.ledger import queries as ledger
from kumiai.ledger.accounts import Kind
from kumiai.ledger.models import Entry
from kumiai.ledger.posting import Chart
from kumiai.members import actions as members
from kumiai.purchases.asked import Purchase
from kumiai.purchases.at_till import Counter
from kumiai.purchases.models import OfflineSale, PurchaseLine
from tests import cast
from tests.cast import Person
from tests.databases import FreshDatabase
from tests.ledger import world
from tests.ledger.world import NOON, World

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

T = TypeVar("T")


@pytest.fixture
def here(fresh_database: FreshDatabase) -> World:
    return world.make()


@pytest.fixture
def flags(here: World, fresh_database: FreshDatabase) -> Any:
    """Posts sales made offline as one batch; the flags of each. The books are right afterwards."""

    def post(
        *messages: Purchase, till: str = "till", at: datetime = NOON, **policy: int
    ) -> Sequence[str]:
        caller = world.under(here.callers[till], **policy)
        with world.connect(fresh_database.url) as own:
            world.post(own, [world.asked(caller, each) for each in messages], at=at)
        assert list(proof.lies()) == []
        for each in messages:
            assert OfflineSale.objects.get(entry_id=each.id).card == each.card
        return [Entry.objects.get(id=each.id).flags for each in messages]

    return post


def made(person: Person, yen: int, *, at: datetime = NOON - HOUR, **more: Any) -> Purchase:
    line = world.line(yen, code="REISSUE", genre="other")
    return world.offline(world.sale(person, line, at=at, **more))


def overheard(work: Steps[T], statements: list[str]) -> Steps[T]:
    """The same steps; what they say to the database is written down."""
    bundle = next(work)
    while True:
        statements.extend(step.statement for step in bundle)
        answers = yield bundle
        try:
            bundle = work.send(answers)
        except StopIteration as end:
            result: T = end.value
            return result


class TestTheLimitOfACard:
    def test_is_counted_over_one_outage_and_over_all_tills(self, here: World, flags: Any) -> None:
        hanako, taro = here.people[:2]
        assert flags(made(hanako, 2000), made(hanako, 1000), made(hanako, 1), made(taro, 3000)) == [
            *("", "", "over_card_limit", "")
        ]
        assert flags(made(taro, 1), till="cafeteria") == ["over_card_limit"]
        assert flags(made(hanako, 1), at=NOON + HOUR) == ["over_card_limit"]

    def test_is_passed_by_a_single_sale(self, here: World, flags: Any) -> None:
        hanako, taro = here.people[:2]
        assert flags(made(hanako, 3000), made(taro, 3001)) == ["", "over_card_limit"]

    def test_counts_what_the_card_paid_and_was_to_pay(self, here: World, flags: Any) -> None:
        hanako = here.hanako
        assert flags(made(hanako, 5000, tenders=("cash",))) == [""]
        assert flags(made(hanako, 5000, tenders=(("cash", 2000), "prepaid"))) == [""]
        assert flags(made(hanako, 1, tenders=("prepaid",))) == ["over_card_limit"]
        assert flags(made(hanako, 9000, tenders=("cash",))) == [""]

    def test_begins_anew_with_a_contact_of_the_till(self, here: World, flags: Any) -> None:
        hanako = here.hanako
        assert flags(made(hanako, 3000)) == [""]
        assert flags(made(hanako, 3000, at=NOON + HOUR), at=NOON + 2 * HOUR) == [""]
        late = made(hanako, 1, at=NOON + HOUR), made(hanako, 1, at=NOON - 2 * HOUR)
        assert flags(*late, at=NOON + 2 * HOUR) == ["over_card_limit", "over_card_limit"]

    def test_trusts_no_contact_closer_than_clocks_may_be_apart(
        self, here: World, flags: Any
    ) -> None:
        hanako, taro = here.people[:2]
        assert flags(made(hanako, 3000), made(taro, 3000)) == ["", ""]
        near, far = NOON + timedelta(minutes=9), NOON + timedelta(minutes=10)
        assert flags(made(hanako, 1, at=near), made(taro, 1, at=far), at=far) == [
            *("over_card_limit", "")
        ]

    def test_does_not_count_what_was_sold_online(
        self, here: World, flags: Any, fresh_database: FreshDatabase
    ) -> None:
        hanako, till = here.hanako, here.callers["till"]
        messages = [world.top_up(hanako, 9000), world.sale(hanako, world.line(5000))]
        with world.connect(fresh_database.url) as own:
            world.post(own, [world.asked(till, each) for each in messages])
        assert flags(made(hanako, 3000)) == [""]
        assert OfflineSale.objects.count() == 1


class TestTheLimitOfATill:
    def test_is_counted_over_all_its_cards(self, here: World, flags: Any) -> None:
        hanako, taro, kenji = here.people[:3]
        limit = {"offline_till_limit_yen": 5000}
        assert flags(made(hanako, 3000), made(taro, 2000), made(kenji, 1), **limit) == [
            *("", "", "over_till_limit")
        ]
        assert flags(made(kenji, 3000), **limit) == ["over_card_limit over_till_limit"]
        assert flags(made(taro, 1), till="cafeteria", **limit) == [""]
        assert flags(made(kenji, 3000, at=NOON + HOUR), at=NOON + 2 * HOUR, **limit) == [""]

    def test_is_that_of_the_guide(self, here: World, flags: Any) -> None:
        assert flags(made(here.hanako, 200_000), made(here.people[1], 1)) == [
            *("over_card_limit", "over_till_limit")
        ]

    def test_counts_what_is_no_members_too(self, here: World, flags: Any) -> None:
        members.suspend(at=NOON - DAY, **world.suspension_of(here.hanako))
        stranger = world.at_another_card(here.hanako, "210199999999")
        limit = {"offline_till_limit_yen": 5000}
        assert flags(made(here.hanako, 3000), made(stranger, 2000), **limit) == [
            *("on_suspense", "card_unknown")
        ]
        assert flags(made(here.people[1], 1), **limit) == ["over_till_limit"]


class TestAnOfflineSale:
    def test_of_somebody_who_has_left_is_flagged_and_stays_theirs(
        self, here: World, flags: Any
    ) -> None:
        left = cast.older_member(here.coop, left_on=NOON.date() - 2 * DAY)
        assert flags(made(left, 100, at=NOON - 2 * DAY), made(left, 100, at=NOON - DAY)) == [
            *("", "membership_ended")
        ]
        assert ledger.purses_now(coop_id=2101, holder_id=left.id)[Kind.DEBT].balance == 200

    def test_after_the_end_of_use_is_flagged_where_prepaid_money_is_used(
        self, here: World, flags: Any
    ) -> None:
        graduated = cast.older_member(here.coop, graduation_year=2026)
        assert flags(made(graduated, 100), made(graduated, 100, tenders=("cash",))) == [
            *("prepaid_expired", "")
        ]

    def test_with_an_odd_clock_is_flagged(self, here: World, flags: Any) -> None:
        hanako = here.hanako
        assert flags(made(hanako, 3001, at=NOON - 36 * DAY), offline_till_limit_yen=0) == [
            "over_card_limit over_till_limit odd_clock"
        ]

    def test_is_told_once_for_ever(self, here: World, flags: Any) -> None:
        assert flags(made(here.hanako, 3001)) == ["over_card_limit"]
        for change in ("UPDATE {} SET flags = ''", "DELETE FROM {}"):
            with (
                pytest.raises(IntegrityError, match="never changed or removed"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(change.format(OfflineSale._meta.db_table))


class TestASaleMadeOnline:
    def test_neither_reads_nor_writes_anything_of_this(
        self, here: World, fresh_database: FreshDatabase
    ) -> None:
        sale = world.sale(here.hanako, world.line(100), tenders=("cash",))
        kept = world.at_another_card(here.hanako, "210199999999")
        chart, till = Chart(), here.callers["till"]
        with world.connect(fresh_database.url) as own:
            world.post(own, [world.asked(till, world.top_up(here.hanako, 1))], chart=chart)
            for message, touches in (
                (sale, False),
                (world.sale(kept, world.line(100)), False),
                (world.offline(world.sale(here.hanako, world.line(100))), True),
                (world.offline(world.sale(kept, world.line(100))), True),
            ):
                statements: list[str] = []
                asked = [world.asked(till, message)]
                work = posting.post(asked, room=Counter(), chart=chart, clock=lambda: NOON)
                with own.transaction():
                    steps.run(own, overheard(work, statements))
                assert any("offlinesale" in each for each in statements) == touches


class TestAnUnknownCard:
    def test_is_kept_for_the_office_as_it_was_sent(self, here: World, flags: Any) -> None:
        stranger = world.at_another_card(here.hanako, "花子さんのカード")
        sale = made(stranger, 480, tenders=(("cash", 80), "prepaid"), receipt_number="7")
        assert flags(sale) == ["card_unknown"]
        kept = OfflineSale.objects.get()
        assert (kept.coop_id, kept.member_id, kept.total_yen, kept.on_card_yen) == (
            *(2101, None, 480, 400),
        )
        assert kept.body is not None
        assert msgspec.json.decode(kept.body, type=Purchase) == sale
        assert Entry.objects.get(id=sale.id).outcome == "declined"
        assert not PurchaseLine.objects.exists()

    def test_of_another_co_op_is_kept_too(self, here: World, flags: Any) -> None:
        assert flags(made(here.jiro, 480)) == ["card_unknown"]

    def test_online_is_a_decline_and_nothing_more(
        self, here: World, fresh_database: FreshDatabase
    ) -> None:
        sale = world.sale(here.jiro, world.line(480))
        with world.connect(fresh_database.url) as own:
            world.post(own, [world.asked(here.callers["till"], sale)])
        assert not OfflineSale.objects.exists()
