"""The largest, the oddest and the emptiest that the contract allows: settled, and in the books."""

from typing import Any

import pytest

from kumiai.cli import proof
from tests.cast import Person
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Tills

CASH = [{"kind": "cash"}]
MOST_YEN = 10_000_000
MOST_LINES = 200
SALE = "/v1/purchases"


def largest(card: str, **more: Any) -> dict[str, Any]:
    """Two thousand million yen of books."""
    book = server.line(MOST_YEN, genre="books", quantity=10_000)
    return server.sale(card, *[book] * MOST_LINES, **more)


class TestTheLargestSale:
    def test_is_settled_and_comes_back(self, tills: Tills, here: World, person: Person) -> None:
        sold = largest(person.card, tenders=CASH)
        told = tills.settled(here.coop.till, SALE, sold)
        assert (told["total"], told["points_earned_tenths"]) == (2_000_000_000, 600_000_000)
        back = server.event("", reverses=sold["id"], reason="返品")
        del back["card"]
        told = tills.settled(here.coop.till, "/v1/reversals", back)
        assert (told["amount"], told["points_taken_back_tenths"]) == (2_000_000_000, 599_002_000)
        assert list(proof.lies()) == []

    def test_made_offline_is_not_lost_however_much_is_owed(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        """The points of five such sales pay a part of the debt, as much as a receipt can say."""
        for _ in range(5):
            tills.settled(here.coop.till, SALE, largest(person.card, tenders=CASH))
        told = tills.settled(here.coop.till, SALE, largest(person.card, offline=True))
        assert told["auto_top_up"] == {"points_tenths": 1_000_000_000, "yen": 100_000_000}
        for _ in range(3):
            told = tills.settled(here.coop.till, SALE, largest(person.card, offline=True))
        assert told["balances"]["debt"] > 2**32
        assert list(proof.lies()) == []


class TestASaleOfNothing:
    def test_is_settled_and_moves_nothing(self, tills: Tills, here: World, person: Person) -> None:
        sold = server.sale(person.card, server.line(480), server.line(-480, name="値引き"))
        told = tills.settled(here.coop.till, SALE, sold)
        assert (told["total"], told["tenders"]) == (0, [{"kind": "prepaid", "amount": 0}])
        assert set(told["purse_versions"].values()) == {0}


class TestAText:
    @pytest.mark.parametrize(
        "text",
        [
            *("𠮷野家🍙", "か\u3099", "\u202eabc", "a\u0001b\nc\u2028", " ", "　", "\u200b"),
            *("<script>alert(1)</script>", "'; DROP TABLE members;--", "{{7*7}}", "%s%n", '"\\'),
        ],
    )
    def test_stays_as_it_was_sent(
        self, tills: Tills, here: World, person: Person, text: str
    ) -> None:
        line = server.line(480, name=text, code=text)
        sold = server.sale(person.card, line, tenders=CASH, cashier=text, receipt_number=text)
        assert tills.settled(here.coop.till, SALE, sold)["issuer"]["cashier"] == text


class TestAnId:
    def test_written_otherwise_is_the_same(self, tills: Tills, here: World, person: Person) -> None:
        sent = server.event(person.card, amount=1)
        first = tills.post(here.coop.till, "/v1/top-ups", sent)
        for written in (sent["id"].upper(), sent["id"].replace("-", "")):
            again = tills.post(here.coop.till, "/v1/top-ups", sent | {"id": written})
            assert (again.raw, again.is_replay) == (first.raw, True)

    def test_of_a_reversal_is_nothing_to_take_back(self, tills: Tills, here: World) -> None:
        """Itself, alone and twice in a batch."""
        back = server.event("", reason="返品")
        back["reverses"] = back["id"]
        del back["card"]
        told = tills.declined(here.coop.till, "/v1/reversals", back)
        assert told["reason"] == "not_reversible"


def test_the_books_are_right_after_all_this(tills: Tills, here: World) -> None:
    assert list(proof.lies()) == []
