"""The examples of the description: they are what the types say, and the server takes them."""

import json
from typing import Any

import msgspec
import pytest

from kumiai.kit import clock
from kumiai.till_api import words
from kumiai.till_api.batches import AnsweredBatch
from kumiai.till_api.operation import Operation
from kumiai.till_api.operations import OPERATIONS, WRITES
from kumiai.till_api.problems import ProblemDetails
from tests.cast import Person
from tests.ledger import world
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Tills

# Whose card it is in the examples, and the day on which they happen.
CARD = "210112345678"
DAY = "2026-11-23T"


def named(operation: Operation) -> str:
    return f"{operation.method} {operation.path}"


def is_one(kind: Any, value: Any) -> bool:
    """Whether a value is such a message and nothing more."""
    try:
        message = msgspec.json.decode(json.dumps(value), type=kind)
    except msgspec.ValidationError:
        return False
    return set(value) <= set(type(message).__struct_fields__)


def of_today(shown: Any, person: Person) -> dict[str, Any]:
    """An example as this person would be served now."""
    now = clock.now().astimezone(clock.TOKYO).isoformat()
    text = json.dumps(shown).replace(CARD, person.card)
    made: dict[str, Any] = json.loads(text, object_hook=lambda each: _dated(each, now))
    return made


def _dated(fields: dict[str, Any], now: str) -> dict[str, Any]:
    return fields | {"occurred_at": now} if "occurred_at" in fields else fields


class TestEveryExample:
    @pytest.mark.parametrize("operation", OPERATIONS, ids=named)
    def test_is_what_the_types_say(self, operation: Operation) -> None:
        shown = words.examples(operation.name)
        assert ("request" in shown) == (operation.asks is not None)
        assert bool(shown) == bool(operation.answers)
        for name, value in shown.items():
            kinds = [operation.asks] if name == "request" else operation.answers
            assert any(is_one(kind, value) for kind in kinds), name
        if operation.reasons:
            assert shown["declined"]["reason"] in operation.reasons

    def test_of_a_batch_holds_what_each_would_be_answered_alone(self) -> None:
        shown = words.examples("batches")["answered"]
        answers = {answer for write in WRITES for answer in write.answers} - {AnsweredBatch}
        for each in shown["entries"]:
            kinds = answers if each["status"] == 200 else {ProblemDetails}
            assert any(is_one(kind, each["body"]) for kind in kinds)


class TestEveryRequestShown:
    @pytest.mark.parametrize("operation", WRITES, ids=named)
    def test_is_settled_by_the_server(
        self, tills: Tills, here: World, person: Person, operation: Operation
    ) -> None:
        """For somebody with money, and with something to collect."""
        now = clock.now()
        world.credit(person, world.slip(person, 500, on=clock.tokyo_date(now)), at=now)
        tills.settled(here.coop.till, "/v1/top-ups", server.event(person.card, amount=5000))
        sent = of_today(words.examples(operation.name)["request"], person)
        if operation.name == "reversals":
            bought = server.sale(person.card, server.line(480), server.line(130, tax_rate=8))
            tills.settled(here.coop.till, "/v1/purchases", bought)
            sent["reverses"] = bought["id"]
        if operation.name == "suspension-lifts":
            stopped = server.event(person.card, reason="紛失")
            tills.settled(here.coop.till, "/v1/suspensions", stopped)
        terminal = here.coop.feed if operation.kinds == ("feed",) else here.coop.till
        answer = tills.post(terminal, operation.path, sent)
        assert answer.status == 200, answer.raw
        told = [each["body"] for each in answer.body.get("entries", [])] or [answer.body]
        assert {each["state"] for each in told} == {"settled"}, answer.raw
