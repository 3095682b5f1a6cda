"""`POST /v1/batches`: what a till tells after an outage, each answered by itself (row B7)."""

import json
import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from kumiai.cli import proof
from tests.cast import Person
from tests.ledger import world
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Answer, Tills

PATH = "/v1/batches"


def top_up(card: str, yen: int) -> dict[str, Any]:
    return {"type": "top_up", **server.event(card, amount=yen)}


def sold_offline(card: str, yen: int) -> dict[str, Any]:
    return {"type": "purchase", **server.sale(card, server.line(yen), offline=True)}


def send(tills: Tills, here: World, entries: list[Any]) -> Answer:
    return tills.post(here.coop.till, PATH, {"entries": entries})


def told(tills: Tills, here: World, entries: list[Any]) -> list[dict[str, Any]]:
    answer = send(tills, here, entries)
    assert answer.status == 200, answer.raw
    answers: list[dict[str, Any]] = answer.body["entries"]
    assert len(answers) == len(entries)
    return answers


class TestABatch:
    def test_is_answered_entry_by_entry_in_order(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        entries = [
            top_up(person.card, 1000),
            sold_offline(person.card, 300),
            {"type": "suspension", **server.event(person.card, reason="紛失")},
            {"type": "purchase", **server.sale(person.card, server.line(100))},
        ]
        answers = told(tills, here, entries)
        assert [each["status"] for each in answers] == [200] * 4
        assert [each["body"]["id"] for each in answers] == [each["id"] for each in entries]
        assert [each["body"]["state"] for each in answers] == ["settled"] * 3 + ["declined"]
        assert answers[3]["body"]["reason"] == "card_suspended"
        assert answers[3]["body"]["balances"]["prepaid"] == 700

    def test_is_the_same_request_as_each_body_alone(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        entry = top_up(person.card, 1000)
        alone = {name: value for name, value in entry.items() if name != "type"}
        first = tills.post(here.coop.till, "/v1/top-ups", alone)
        [answer] = told(tills, here, [entry])
        assert (answer["status"], answer["replay"]) == (200, True)
        raw = send(tills, here, [entry]).raw
        assert first.raw in raw
        assert tills.post(here.coop.till, "/v1/top-ups", alone).is_replay

    def test_takes_back_what_it_has_just_sold(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        sold = sold_offline(person.card, 300)
        back = server.event("", reverses=sold["id"], reason="返品")
        del back["card"]
        answers = told(
            tills, here, [sold, {"type": "reversal", **back}, {"type": "reversal", **back}]
        )
        assert [each["body"]["state"] for each in answers] == ["settled"] * 3
        assert answers[0]["body"]["balances"]["debt"] == 300
        assert answers[1]["body"]["balances"]["debt"] == 0
        assert answers[2]["replay"]

    def test_lets_a_bad_entry_spoil_no_other(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        good = top_up(person.card, 500)
        entries = [
            good | {"id": "x"},
            {**good, "amount": 1.5},
            {**good, "type": "lottery"},
            {name: value for name, value in good.items() if name != "type"},
            {**good, "colour": "red"},
            7,
            good,
        ]
        answers = told(tills, here, entries)
        assert [each["status"] for each in answers] == [422] * 6 + [200]
        pointers = [each["body"]["errors"][0]["pointer"] for each in answers[:6]]
        assert pointers == ["/id", "/amount", "/type", "/type", "/colour", ""]
        assert answers[6]["body"]["balances"]["prepaid"] == 500

    def test_is_refused_whole_where_it_is_none(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        entry = top_up(person.card, 500)
        for body, problem in (
            ({}, (422, "invalid", "/entries")),
            ({"entries": []}, (422, "invalid", "/entries")),
            ({"entries": [entry] * 501}, (422, "invalid", "/entries")),
            ({"entries": entry}, (422, "invalid", "/entries")),
            ({"entries": [entry], "more": 1}, (422, "invalid", "/more")),
            (b'{"entries": [1', (400, "not_json", "-")),
        ):
            assert tills.post(here.coop.till, PATH, body).problem() == problem
        assert tills.get(here.coop.till, f"/v1/entries/{entry['id']}").status == 404

    def test_holds_only_what_its_terminal_may(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        entries = [top_up(person.card, 1000), sold_offline(person.card, 10)]
        answer = tills.post(here.coop.top_up_machine, PATH, {"entries": entries})
        assert [each["status"] for each in answer.body["entries"]] == [200, 403]
        refused = tills.post(here.coop.feed, PATH, {"entries": entries})
        assert refused.problem()[:2] == (403, "forbidden")

    def test_refuses_a_reused_id(self, tills: Tills, here: World, person: Person) -> None:
        entry = top_up(person.card, 500)
        answers = told(tills, here, [entry, entry, {**entry, "amount": 501}])
        assert [each["status"] for each in answers] == [200, 200, 422]
        assert [each["replay"] for each in answers] == [False, True, False]
        assert answers[2]["body"]["code"] == "id_reused"


class TestFiveHundredEntries:
    @pytest.mark.parametrize("seed", [1, 2])
    def test_are_the_same_books_however_often_and_in_whatever_order_they_come(
        self, tills: Tills, here: World, seed: int
    ) -> None:
        chance = random.Random(seed)
        people = world.people_of(here.coop, here.other, serial=900 + seed)[:3]
        entries = [
            top_up(chance.choice(people).card, chance.randint(1, 500))
            if chance.random() < 0.4
            else sold_offline(chance.choice(people).card, chance.randint(1, 700))
            for _ in range(500)
        ]
        shuffled = chance.sample(entries, len(entries))
        with ThreadPoolExecutor(2) as copies:
            first, second = copies.map(lambda each: told(tills, here, each), [entries, shuffled])
        again = told(tills, here, entries)
        bodies = {each["body"]["id"]: each["body"] for each in first}
        assert len(bodies) == 500
        assert {each["body"]["id"]: each["body"] for each in second} == bodies
        assert [each["body"] for each in again] == [each["body"] for each in first]
        assert all(each["replay"] for each in again)
        assert sum(not each["replay"] for each in (*first, *second)) == 500
        assert all(body["state"] == "settled" for body in bodies.values())
        for person in people:
            _is_what_was_asked(tills, here, person, entries, bodies)
        assert list(proof.lies()) == []


def _is_what_was_asked(
    tills: Tills,
    here: World,
    person: Person,
    entries: list[dict[str, Any]],
    bodies: dict[str, dict[str, Any]],
) -> None:
    """Prepaid less debt is what came in less what was bought, points turned into yen included."""
    own = [each for each in entries if each["card"] == person.card]
    came = sum(each.get("amount", 0) for each in own)
    spent = sum(line["amount"] for each in own for line in each.get("lines", ()))
    turned = sum(bodies[each["id"]].get("auto_top_up", {"yen": 0})["yen"] for each in own)
    now = json.loads(tills.get(here.coop.till, f"/v1/cards/{person.card}").raw)["balances"]
    assert now["prepaid"] - now["debt"] == came - spent + turned
