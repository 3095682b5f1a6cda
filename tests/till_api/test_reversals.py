"""`POST /v1/reversals` over real HTTP: answers, declines and errors to the letter."""

import itertools
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from kumiai.cli import proof
from kumiai.kit import clock, ids
from kumiai.ledger.models import Entry
from kumiai.members import actions as members
from tests.cast import Person
from tests.databases import FreshDatabase
from tests.ledger import world
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Tills

PATH = "/v1/reversals"
_serial = itertools.count(100)


@pytest.fixture
def person(here: World) -> Person:
    """Somebody new, with a meal card and without money."""
    return world.people_of(here.coop, here.other, serial=next(_serial))[0]


def body(of: Any, **changes: Any) -> dict[str, Any]:
    """A good reversal with other fields; `...` takes one away."""
    event = server.event("") | {"reverses": str(of), "reason": "返品"} | {"card": ...} | changes
    return {name: value for name, value in event.items() if value is not ...}


def piece(line: Any, quantity: Any = 1, **more: Any) -> dict[str, Any]:
    return {"line": line, "quantity": quantity} | more


def sell(tills: Tills, here: World, person: Person, *lines: Any, **more: Any) -> str:
    """A sale for cash, if nothing else is said; its id."""
    sent = server.sale(person.card, *lines, **{"tenders": [{"kind": "cash"}]} | more)
    told = tills.post(here.coop.till, "/v1/purchases", sent).body
    assert told["state"] == "settled", told
    entry_id: str = told["id"]
    return entry_id


def top_up(tills: Tills, here: World, person: Person, yen: int) -> str:
    sent = server.event(person.card, amount=yen)
    assert tills.post(here.coop.till, "/v1/top-ups", sent).body["state"] == "settled"
    entry_id: str = sent["id"]
    return entry_id


def told(tills: Tills, here: World, sent: dict[str, Any], state: str) -> dict[str, Any]:
    """The answer, the same when asked again or read."""
    answer = tills.post(here.coop.till, PATH, sent)
    assert (answer.status, answer.body.get("state")) == (200, state), answer.raw
    again = tills.post(here.coop.till, PATH, sent)
    assert (again.raw, again.is_replay) == (answer.raw, True)
    assert tills.get(here.coop.till, f"/v1/entries/{sent['id']}").raw == answer.raw
    return answer.body


def declined(tills: Tills, here: World, sent: dict[str, Any]) -> tuple[str, list[str]]:
    """Reason and remedies of a decline."""
    answer = told(tills, here, sent, "declined")
    assert not answer["text"].isascii()
    return answer["reason"], [remedy["kind"] for remedy in answer["remedies"]]


class TestAReversal:
    def test_answers_to_the_letter(self, tills: Tills, here: World, person: Person) -> None:
        top_up(tills, here, person, 1000)
        rice = server.line(480, meal_eligible=True)
        tea = server.line(260, name="緑茶", tax_rate=8, quantity=2)
        tenders = [{"kind": "meal_card", "amount": 400}, {"kind": "cash", "amount": 40}]
        sale = sell(tills, here, person, rice, tea, tenders=[*tenders, {"kind": "prepaid"}])
        sent = body(sale, lines=[piece(2), piece(1)], cashier="07", sequence=4)
        answer = told(tills, here, sent, "settled")
        posted_at = answer.pop("posted_at")
        assert posted_at.endswith("+09:00")
        assert answer == {
            "id": sent["id"],
            "state": "settled",
            "reverses": sale,
            "amount": 610,
            "tenders": [
                {"kind": "prepaid", "amount": 300},
                {"kind": "cash", "amount": 40},
                {"kind": "meal_card", "amount": 270},
            ],
            "points_taken_back_tenths": 11,
            "points_yen": 0,
            "debt_recovered": 0,
            "debt_added": 0,
            "lines": [
                {"line": 1, "quantity": 1, "amount": 480},
                {"line": 2, "quantity": 1, "amount": 130},
            ],
            "tax": [
                {"rate": 10, "amount": 480, "tax": 43},
                {"rate": 8, "amount": 130, "tax": 9},
            ],
            "messages": [],
            "issuer": {
                "coop": "弘前大学生活協同組合",
                "invoice_number": "T0000000002101",
                "store": "FERIO",
                "phone": answer["issuer"]["phone"],
                "cashier": "07",
            },
            "balances": {
                "prepaid": 1000,
                "points_tenths": 6,
                "web_points_tenths": 0,
                "uncollected": 0,
                "collectable": 0,
                "debt": 0,
            },
            "purse_versions": {
                "prepaid": 3,
                "points": 2,
                "web_points": 0,
                "uncollected": 0,
                "debt": 0,
            },
            "meal": {"plan": "1日1,200円", "used_today": 130, "left_today": 1070},
        }
        assert Entry.objects.get(id=sent["id"]).reverses_id == UUID(sale)

    def test_of_a_top_up_gives_cash(self, tills: Tills, here: World, person: Person) -> None:
        answer = told(tills, here, body(top_up(tills, here, person, 1000)), "settled")
        assert answer["tenders"] == [{"kind": "cash", "amount": 1000}]
        assert (answer["balances"]["prepaid"], answer["lines"], answer["tax"]) == (0, [], [])

    def test_without_lines_is_the_same_as_with_null(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        sent = body(sell(tills, here, person))
        first = tills.post(here.coop.till, PATH, sent)
        again = tills.post(here.coop.till, PATH, sent | {"lines": None, "sequence": None})
        assert (again.raw, again.is_replay) == (first.raw, True)

    def test_is_taken_from_another_till(self, tills: Tills, here: World, person: Person) -> None:
        sale = sell(tills, here, person)
        answer = tills.post(here.coop.cafeteria_till, PATH, body(sale))
        assert (answer.body["state"], answer.body["amount"]) == ("settled", 480)

    def test_may_come_a_week_after_the_sale(
        self, tills: Tills, here: World, person: Person, module_database: FreshDatabase
    ) -> None:
        then = clock.now() - timedelta(days=7)
        tenders = (("meal_card", 480),)
        sale = world.sale(person, world.line(480, meal_eligible=True), at=then, tenders=tenders)
        with world.connect(module_database.url) as connection:
            world.post(connection, [world.asked(here.callers["till"], sale)], at=then)
        answer = told(tills, here, body(sale.id), "settled")
        assert (answer["amount"], answer["tenders"]) == (480, [])
        assert [message["code"] for message in answer["messages"]] == ["meal_day_over"]
        assert "480円" in answer["messages"][0]["text"]


class TestADecline:
    def test_for_what_is_reversed_already(self, tills: Tills, here: World, person: Person) -> None:
        for of in (sell(tills, here, person), top_up(tills, here, person, 1000)):
            told(tills, here, body(of), "settled")
            assert declined(tills, here, body(of)) == ("already_reversed", [])

    def test_for_lines_that_are_not_left(self, tills: Tills, here: World, person: Person) -> None:
        sale = sell(tills, here, person, server.line(300, quantity=3), server.line(480))
        told(tills, here, body(sale, lines=[piece(1, 2)]), "settled")
        for wanted in ([piece(1, 2)], [piece(2, 2)], [piece(3)], [piece(2), piece(200)]):
            sent = body(sale, lines=wanted)
            assert declined(tills, here, sent) == ("nothing_left_to_reverse", ["check_lines"])

    def test_for_goods_without_their_discount(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        sale = sell(tills, here, person, server.line(480), server.line(-80, name="値引き"))
        for line in (1, 2):
            sent = body(sale, lines=[piece(line)])
            assert declined(tills, here, sent) == ("not_reversible", ["check_lines"])

    def test_for_nothing_known(self, tills: Tills, here: World) -> None:
        for unknown in (ids.uuid7(), UUID(int=0)):
            answer = told(tills, here, body(unknown), "declined")
            assert answer["reason"] == "not_reversible"
            assert "balances" not in answer

    def test_for_the_entry_of_another_co_op(self, tills: Tills, here: World) -> None:
        sent = server.event(here.jiro.card, amount=1000)
        assert tills.post(here.other.till, "/v1/top-ups", sent).body["state"] == "settled"
        answer = told(tills, here, body(sent["id"]), "declined")
        assert (answer["reason"], "balances" in answer) == ("not_reversible", False)

    def test_for_what_was_declined_or_reverses(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        poor = server.sale(person.card)
        assert tills.post(here.coop.till, "/v1/purchases", poor).body["state"] == "declined"
        back = body(sell(tills, here, person))
        told(tills, here, back, "settled")
        for of in (poor["id"], back["id"]):
            assert declined(tills, here, body(of)) == ("not_reversible", ["check_number"])

    def test_for_a_top_up_that_is_the_offices(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        of = top_up(tills, here, person, 1000)
        elsewhere = tills.post(here.coop.cafeteria_till, PATH, body(of)).body
        assert (elsewhere["reason"], elsewhere["remedies"][0]["kind"]) == (
            "not_reversible",
            "ask_office",
        )
        sent = body(of, lines=[piece(1)])
        assert declined(tills, here, sent) == ("not_reversible", ["check_lines"])
        sell(tills, here, person, tenders=[{"kind": "prepaid"}])
        assert declined(tills, here, body(of)) == ("not_reversible", ["ask_office"])

    def test_is_never_for_a_card(self, tills: Tills, here: World, person: Person) -> None:
        sale = sell(tills, here, person)
        members.suspend(at=clock.now(), **world.suspension_of(person))
        told(tills, here, body(sale), "settled")


SOME = str(ids.uuid7())
INVALID: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown field": (body(SOME, nonsense=1), "/nonsense"),
    "a card": (body(SOME, card="210125000001"), "/card"),
    "offline": (body(SOME, offline=True), "/offline"),
    "no lines": (body(SOME, lines=[]), "/lines"),
    "201 lines": (body(SOME, lines=[piece(n) for n in range(1, 202)]), "/lines"),
    "lines that are none": (body(SOME, lines={}), "/lines"),
    "a number for a line": (body(SOME, lines=[1]), "/lines/0"),
    "a line twice": (body(SOME, lines=[piece(1), piece(2), piece(1)]), "/lines/2/line"),
    "the line before the first": (body(SOME, lines=[piece(0)]), "/lines/0/line"),
    "a great line": (body(SOME, lines=[piece(10**30)]), "/lines/0/line"),
    "half a line": (body(SOME, lines=[piece(1.5)]), "/lines/0/line"),
    "no pieces": (body(SOME, lines=[piece(1, 0)]), "/lines/0/quantity"),
    "pieces below zero": (body(SOME, lines=[piece(1, -1)]), "/lines/0/quantity"),
    "many pieces": (body(SOME, lines=[piece(1, 10_001)]), "/lines/0/quantity"),
    "a word for pieces": (body(SOME, lines=[piece(1, "1")]), "/lines/0/quantity"),
    "a field of a line": (body(SOME, lines=[piece(1, amount=100)]), "/lines/0/amount"),
    "no line": (body(SOME, lines=[{"quantity": 1}]), "/lines/0/line"),
    "no quantity": (body(SOME, lines=[{"line": 1}]), "/lines/0/quantity"),
    "null for a line": (body(SOME, lines=[piece(None)]), "/lines/0/line"),
    "null for a quantity": (body(SOME, lines=[piece(1, None)]), "/lines/0/quantity"),
    "no uuid": (body("1"), "/reverses"),
    "a number for a uuid": (body(SOME, reverses=1), "/reverses"),
    "a random id": (body(SOME, id="6f1c1f0e-6a0e-4c7e-9d9c-1d1f3a1f6a11"), "/id"),
    "an empty reason": (body(SOME, reason=""), "/reason"),
    "a long reason": (body(SOME, reason="あ" * 201), "/reason"),
    "NUL in a reason": (body(SOME, reason="\x00"), "/reason"),
    "a long cashier": (body(SOME, cashier="1" * 41), "/cashier"),
    "a sequence below zero": (body(SOME, sequence=-1), "/sequence"),
    "no offset": (body(SOME, occurred_at="2026-11-23T12:05:31"), "/occurred_at"),
    "a year ago": (body(SOME, occurred_at="2025-11-01T12:05:31+09:00"), "/occurred_at"),
    "year 9999": (body(SOME, occurred_at="9999-12-31T23:59:59Z"), "/occurred_at"),
}
for _name in ("id", "reverses", "occurred_at", "reason"):
    INVALID[f"{_name} missing"] = (body(SOME, **{_name: ...}), f"/{_name}")
for _name in ("id", "reverses", "occurred_at", "reason", "cashier"):
    INVALID[f"{_name} null"] = (body(SOME, **{_name: None}), f"/{_name}")


class TestAnError:
    @pytest.mark.parametrize(("sent", "pointer"), INVALID.values(), ids=INVALID)
    def test_names_the_wrong_field(
        self, tills: Tills, here: World, sent: dict[str, Any], pointer: str
    ) -> None:
        answer = tills.post(here.coop.till, PATH, sent)
        assert answer.problem() == (422, "invalid", pointer)
        if isinstance(sent.get("id"), str):
            assert tills.get(here.coop.till, f"/v1/entries/{sent['id']}").status == 404

    def test_is_for_an_id_that_was_used(self, tills: Tills, here: World, person: Person) -> None:
        sale, sent = sell(tills, here, person), body(SOME)
        told(tills, here, sent, "declined")
        for changed in ({"reverses": sale}, {"reason": "x"}, {"lines": [piece(1)]}):
            answer = tills.post(here.coop.till, PATH, sent | changed)
            assert answer.problem() == (422, "id_reused", "-")
        for terminal in (here.coop.cafeteria_till, here.other.till):
            assert tills.post(terminal, PATH, sent).problem() == (422, "id_reused", "-")

    def test_is_for_machines_feeds_and_strangers(self, tills: Tills, here: World) -> None:
        for terminal in (here.coop.top_up_machine, here.coop.feed):
            answer = tills.post(terminal, PATH, body(SOME))
            assert answer.problem() == (403, "forbidden", "-")
        assert tills.ask("POST", PATH, b"{}").problem() == (401, "unauthorized", "-")
        assert tills.get(here.coop.till, PATH).problem() == (405, "method_not_allowed", "-")


def test_the_books_are_right_after_all_this(tills: Tills, here: World) -> None:
    assert list(proof.lies()) == []
