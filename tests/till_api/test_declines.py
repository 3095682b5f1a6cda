"""Every decline of the contract, asked over HTTP: 200, stored, repeated, and nothing has moved.

And the other way round: a fault of ours is no decline, and what it spoiled can be sent again.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kumiai.cli import proof
from kumiai.kit import clock, ids
from kumiai.wallet import answers
from tests.cast import Person
from tests.databases import FreshDatabase
from tests.ledger import world
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Tills

CONTRACT = Path(__file__).parents[2] / "docs" / "till-api.md"
CASH = [{"kind": "cash"}]
EATEN = server.line(480, meal_eligible=True)
SALE, TOP_UP, COLLECT, REVERSE = "/v1/purchases", "/v1/top-ups", "/v1/collections", "/v1/reversals"
STOP, LIFT, REISSUE = "/v1/suspensions", "/v1/suspension-lifts", "/v1/card-reissues"
Asked = tuple[str, dict[str, Any], dict[str, Any]]


@dataclass
class Shop:
    """A till, and at it somebody with a meal card and a classmate without; both have nothing."""

    tills: Tills
    here: World
    person: Person
    classmate: Person

    @property
    def card(self) -> str:
        return self.person.card

    def do(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        """Something that settles."""
        return self.tills.settled(self.here.coop.till, path, body)

    def of_card(self, **more: Any) -> dict[str, Any]:
        return server.event(self.card, reason="紛失", **more)

    def reversal(self, of: str, **more: Any) -> dict[str, Any]:
        body = server.event("", reverses=of, reason="返品", **more)
        del body["card"]
        return body

    def eaten(self, person: Person, yen: int = 480) -> dict[str, Any]:
        """A meal with so much of it by meal card."""
        paid = [{"kind": "meal_card", "amount": yen}]
        return server.sale(person.card, EATEN | {"amount": yen}, tenders=paid)

    def change(self, statement: str) -> None:
        """What no action does yet."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(statement, [self.person.id])

    def everything(self, card: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each call that asks for a card."""
        yield SALE, server.sale(card, tenders=CASH)
        yield TOP_UP, server.event(card, amount=1000)
        yield COLLECT, server.event(card)
        for path in (STOP, LIFT, REISSUE):
            yield path, server.event(card, reason="紛失")


def insufficient_prepaid(shop: Shop) -> Iterator[Asked]:
    shop.do(TOP_UP, server.event(shop.card, amount=80))
    yield SALE, server.sale(shop.card), {"short_by": 400}
    yield SALE, server.sale(shop.card, tenders=[{"kind": "prepaid", "amount": 480}]), {}
    meal_first = [{"kind": "meal_card"}, {"kind": "prepaid"}]
    yield SALE, server.sale(shop.card, tenders=meal_first), {"short_by": 400}


def tenders_do_not_cover(shop: Shop) -> Iterator[Asked]:
    for yen in (479, 481):
        yield SALE, server.sale(shop.card, tenders=[{"kind": "cash", "amount": yen}]), {}
    yield SALE, server.sale(shop.card, tenders=[{"kind": "meal_card"}]), {}


def card_unknown(shop: Shop) -> Iterator[Asked]:
    for card in (f"{shop.card}-2", shop.here.jiro.card, "0123456789ABCDEF", "no card", "💳"):
        for path, body in shop.everything(card):
            yield path, body, {}


def card_suspended(shop: Shop) -> Iterator[Asked]:
    shop.do(STOP, shop.of_card())
    for path, body in shop.everything(shop.card):
        if path not in {LIFT, REISSUE}:
            yield path, body, {}


def card_replaced(shop: Shop) -> Iterator[Asked]:
    shop.do(REISSUE, shop.of_card())
    for path, body in shop.everything(shop.card):
        yield path, body, {}


def card_in_use(shop: Shop) -> Iterator[Asked]:
    idm = ids.uuid7().hex[-16:].upper()
    shop.do(REISSUE, server.event(shop.classmate.card, reason="紛失", new_card=idm))
    yield REISSUE, shop.of_card(new_card=idm.lower()), {}


def not_suspended(shop: Shop) -> Iterator[Asked]:
    yield LIFT, shop.of_card(), {}


def membership_ended(shop: Shop) -> Iterator[Asked]:
    shop.change("UPDATE members_member SET left_on = '2020-03-31' WHERE id = %s")
    for path, body in shop.everything(shop.card):
        if path not in {STOP, LIFT}:
            yield path, body, {}


def prepaid_expired(shop: Shop) -> Iterator[Asked]:
    shop.change(
        "UPDATE members_member SET joined_year = 2016, graduation_year = 2020 WHERE id = %s"
    )
    yield SALE, server.sale(shop.card), {}
    yield SALE, server.sale(shop.card, tenders=CASH, collect=True), {}
    yield TOP_UP, server.event(shop.card, amount=1000), {}
    yield COLLECT, server.event(shop.card), {}


def not_a_meal_card_holder(shop: Shop) -> Iterator[Asked]:
    yield SALE, shop.eaten(shop.classmate), {}


def meal_limit(shop: Shop) -> Iterator[Asked]:
    yield SALE, shop.eaten(shop.person, 1201), {"left_today": 1200}
    shop.do(SALE, shop.eaten(shop.person, 900))
    yield SALE, shop.eaten(shop.person, 301), {"left_today": 300}


def meal_not_valid_now(shop: Shop) -> Iterator[Asked]:
    other_day = (clock.now().astimezone(clock.TOKYO).weekday() + 3) % 7
    shop.change(
        "WITH plan AS (INSERT INTO meals_mealplan (coop_id, name, daily_limit_yen, weekdays,"
        f" starts_on, ends_on) VALUES (2101, 'another day', 700, ARRAY[{other_day}],"
        " '2026-04-01', '2099-03-31') RETURNING id)"
        " UPDATE meals_mealcard SET plan_id = (SELECT id FROM plan) WHERE member_id = %s"
    )
    yield SALE, shop.eaten(shop.person), {}


def over_prepaid_cap(shop: Shop) -> Iterator[Asked]:
    shop.do(TOP_UP, server.event(shop.card, amount=99_000))
    yield TOP_UP, server.event(shop.card, amount=1000), {"room": 999}
    shop.do(TOP_UP, server.event(shop.card, amount=999))
    yield TOP_UP, server.event(shop.card, amount=1), {"room": 0}
    world.credit(shop.person, world.slip(shop.person, 500), at=clock.now())
    yield COLLECT, server.event(shop.card), {"room": 0}


def nothing_to_collect(shop: Shop) -> Iterator[Asked]:
    yield COLLECT, server.event(shop.card), {"next_on": None}


def not_reversible(shop: Shop) -> Iterator[Asked]:
    yield REVERSE, shop.reversal(str(ids.uuid7())), {}
    declined = server.sale(shop.card)
    shop.tills.declined(shop.here.coop.till, SALE, declined)
    stopped = shop.do(STOP, server.event(shop.classmate.card, reason="紛失"))
    for of in (declined["id"], stopped["id"]):
        yield REVERSE, shop.reversal(of), {}
    topped_up = shop.do(TOP_UP, server.event(shop.card, amount=1000))
    shop.do(SALE, server.sale(shop.card))
    yield REVERSE, shop.reversal(topped_up["id"]), {}


def already_reversed(shop: Shop) -> Iterator[Asked]:
    for path, body in (
        (SALE, server.sale(shop.card, tenders=CASH)),
        (TOP_UP, server.event(shop.card, amount=1000)),
    ):
        shop.do(path, body)
        shop.do(REVERSE, shop.reversal(body["id"]))
        yield REVERSE, shop.reversal(body["id"]), {}


def nothing_left_to_reverse(shop: Shop) -> Iterator[Asked]:
    sold = shop.do(SALE, server.sale(shop.card, tenders=CASH))
    for line, quantity in ((1, 2), (2, 1)):
        pieces = [{"line": line, "quantity": quantity}]
        yield REVERSE, shop.reversal(sold["id"], lines=pieces), {}


CASES: dict[str, Callable[[Shop], Iterator[Asked]]] = {
    case.__name__: case
    for case in (
        *(insufficient_prepaid, tenders_do_not_cover, card_unknown, card_suspended, card_replaced),
        *(membership_ended, prepaid_expired, not_a_meal_card_holder, meal_limit),
        *(meal_not_valid_now, over_prepaid_cap, nothing_to_collect, not_suspended, card_in_use),
        *(already_reversed, nothing_left_to_reverse, not_reversible),
    )
}
# The one reason that tills never hear: it is a page's.
ON_PAGES = {"insufficient_web_points"}


@pytest.fixture
def shop(tills: Tills, here: World, person: Person, classmate: Person) -> Shop:
    shop = Shop(tills, here, person, classmate)
    # Its first entry opens a till's accounts.
    shop.do(SALE, server.sale(here.hanako.card, tenders=CASH))
    return shop


class TestADecline:
    @pytest.mark.parametrize("reason", CASES)
    def test_is_stored_and_moves_nothing(
        self, shop: Shop, rows: Callable[[], dict[str, int]], reason: str
    ) -> None:
        asked = 0
        for path, body, figures in CASES[reason](shop):
            # A look-up is noted as a tap of the card, so it comes before the rows are counted.
            held, before = shop.tills.get(shop.here.coop.till, f"/v1/cards/{shop.card}"), rows()
            told = shop.tills.declined(shop.here.coop.till, path, body)
            assert told["reason"] == reason, (path, told)
            assert {name: told[name] for name in figures} == figures
            after = {table: count - before[table] for table, count in rows().items()}
            assert {table: n for table, n in after.items() if n} == {
                "ledger_entry": 1,
                "ledger_request": 1,
            }
            now = shop.tills.get(shop.here.coop.till, f"/v1/cards/{shop.card}")
            assert now.body.get("balances") == held.body.get("balances")
            asked += 1
        assert asked

    def test_is_one_of_those_in_the_contract(self) -> None:
        """Every reason the code knows is told there, and can be had here."""
        known = (set(answers._TEXTS) | {"nothing_to_collect"}) - ON_PAGES
        contract = CONTRACT.read_text("utf-8")
        assert known == set(CASES)
        assert {reason for reason in CASES if f"`{reason}`" not in contract} == set()


class TestAFault:
    def test_is_no_decline_and_spoils_no_neighbour(
        self, shop: Shop, module_database: FreshDatabase, rows: Callable[[], dict[str, int]]
    ) -> None:
        """A row the database refuses: its entry is a 500, and settles once the fault is gone."""
        sold = [server.sale(shop.card, server.line(n), tenders=CASH) for n in (11, 77_777, 13)]
        entries = [{"type": "purchase", **each} for each in sold]
        with world.connect(module_database.url) as connection:
            connection.execute(
                "ALTER TABLE purchases_purchase ADD CONSTRAINT fault CHECK (total_yen <> 77777)"
            )
            told = shop.tills.post(shop.here.coop.till, "/v1/batches", {"entries": entries})
            before = rows()
            alone = shop.tills.post(shop.here.coop.till, SALE, sold[1])
            assert rows() == before
            connection.execute("ALTER TABLE purchases_purchase DROP CONSTRAINT fault")
        states = [(e["status"], e["body"].get("state")) for e in told.body["entries"]]
        assert states == [(200, "settled"), (500, None), (200, "settled")]
        assert told.body["entries"][1]["body"]["code"] == "internal"
        assert alone.problem() == (500, "internal", "-")
        assert shop.tills.get(shop.here.coop.till, f"/v1/entries/{sold[1]['id']}").status == 404
        again = shop.tills.post(shop.here.coop.till, "/v1/batches", {"entries": entries})
        states = [(e["body"]["state"], e["replay"]) for e in again.body["entries"]]
        assert states == [("settled", True), ("settled", False), ("settled", True)]
        assert list(proof.lies()) == []
        assert "Traceback" in shop.tills.log.read_text()
        shop.tills.log.write_text("")
