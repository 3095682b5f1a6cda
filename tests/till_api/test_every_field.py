"""Each field of each write: what it may not hold is a problem that names it, alone and in a batch.

Nothing of all this is stored.
"""

import json
from typing import Any

import pytest

from tests.ledger.world import World
from tests.till_api.calls import CARD, WRITES, Write
from tests.till_api.server import Answer, Tills

IN_BATCHES = [write for write in WRITES if write.type]
BATCH_MAX = 500
of_each = pytest.mark.parametrize("write", WRITES, ids=[write.path for write in WRITES])
of_each_in_batches = pytest.mark.parametrize(
    "write", IN_BATCHES, ids=[write.type for write in IN_BATCHES]
)


@pytest.mark.usefixtures("unharmed")
class TestAWrite:
    @of_each
    def test_names_the_field_that_is_wrong(self, tills: Tills, here: World, write: Write) -> None:
        terminal = here.coop.terminals[write.terminals[0]]
        surprises = {}
        for pointer, value, body in write.bad_bodies():
            answer = tills.post(terminal, write.path, body)
            if answer.status != 422 or answer.problem() != (422, "invalid", pointer):
                surprises[pointer, str(value)[:40]] = answer.raw
        assert surprises == {}

    @of_each
    def test_is_forbidden_to_other_terminals(self, tills: Tills, here: World, write: Write) -> None:
        """Whatever they send: they learn nothing about the fields."""
        others = [each for name, each in here.coop.terminals.items() if name not in write.terminals]
        assert others
        for terminal in others:
            for body in (write.body(), write.body(id="x"), b"{"):
                answer = tills.post(terminal, write.path, body)
                assert answer.problem() == (403, "forbidden", "-")

    @of_each
    @pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[]x"])
    def test_is_json(self, tills: Tills, here: World, write: Write, body: bytes) -> None:
        answer = tills.post(here.coop.terminals[write.terminals[0]], write.path, body)
        assert answer.problem() == (400, "not_json", "-")

    @of_each
    def test_is_at_most_a_mebibyte(self, tills: Tills, here: World, write: Write) -> None:
        body = write.body(cashier="x" * 2_000_000)
        answer = tills.post(here.coop.terminals[write.terminals[0]], write.path, body)
        assert answer.problem() == (413, "too_large", "-")


@pytest.mark.usefixtures("unharmed")
class TestABatch:
    @of_each_in_batches
    def test_answers_each_bad_body_as_if_it_came_alone(
        self, tills: Tills, here: World, write: Write
    ) -> None:
        bad = list(write.bad_bodies())
        answers: list[dict[str, Any]] = []
        for first in range(0, len(bad), BATCH_MAX):
            entries = [{"type": write.type, **body} for _, _, body in bad[first:][:BATCH_MAX]]
            answers += tills.post(here.coop.till, "/v1/batches", {"entries": entries}).body[
                "entries"
            ]
        surprises = {}
        for (pointer, value, _), answer in zip(bad, answers, strict=True):
            if _problem(answer) != (422, "invalid", pointer):
                surprises[pointer, str(value)[:40]] = answer
        assert surprises == {}

    @of_each_in_batches
    def test_holds_nothing_its_terminal_may_not_ask(
        self, tills: Tills, here: World, write: Write
    ) -> None:
        for name in {"till 3", "cafeteria", "machine"} - set(write.terminals):
            entries = [{"type": write.type, **body} for body in (write.body(), write.body(id="x"))]
            answer = tills.post(here.coop.terminals[name], "/v1/batches", {"entries": entries})
            assert [_problem(each) for each in answer.body["entries"]] == [
                (403, "forbidden", "-")
            ] * 2

    @pytest.mark.parametrize("value", ["web_points", "batch", "", 7, None, [], {}])
    def test_holds_no_other_type(self, tills: Tills, here: World, value: Any) -> None:
        entry = {"type": value, "id": "x", "card": CARD}
        answer = tills.post(here.coop.till, "/v1/batches", {"entries": [entry]})
        assert [_problem(each) for each in answer.body["entries"]] == [(422, "invalid", "/type")]


def _problem(answer: dict[str, Any]) -> tuple[int, str, str]:
    """The problem of one entry, as whole as one that comes alone."""
    raw = json.dumps(answer["body"], ensure_ascii=False).encode()
    headers = {"content-type": "application/problem+json"}
    assert answer["replay"] is False
    return Answer(answer["status"], headers, raw).problem()
