"""Each write, asked again: with its defaults written out it is the same, else its id is reused."""

import copy
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kumiai.cli import proof
from kumiai.kit import clock, ids
from tests.cast import Person
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.calls import WRITES, Write, put
from tests.till_api.server import Tills

DEFAULTS: dict[str, Any] = {
    "/cashier": "",
    "/sequence": None,
    "/receipt_number": "",
    "/collect": False,
    "/offline": False,
    "/lines/0/meal_eligible": False,
    "/tenders/1/amount": None,
    "/new_card": None,
}
# Another good value for each field; a purchase has other lines than a reversal.
OTHERS: dict[str, Any] = {
    "/card": "210125000002",
    "/occurred_at": (clock.now() - timedelta(minutes=5)).isoformat(),
    "/cashier": "08",
    "/sequence": 2,
    "/receipt_number": "2",
    "/lines/0/code": "D2",
    "/lines/0/name": "カレー",
    "/lines/0/genre": "books",
    "/lines/0/quantity": 2,
    "/lines/0/unit_price": 479,
    "/lines/0/amount": 479,
    "/lines/0/tax_rate": 8,
    "/lines/0/meal_eligible": False,
    "/lines/0/line": 2,
    "/tenders/0/kind": "other",
    "/tenders/0/amount": 99,
    "/tenders/1/kind": "meal_card",
    "/collect": True,
    "/offline": True,
    "/amount": 2000,
    "/reverses": str(ids.uuid7()),
    "/reason": "盗難",
    "/new_card": "FEDCBA9876543210",
    "/member_number": "210125000002",
    "/points_tenths": 200,
    "/description": "アンケート",
}
of_each = pytest.mark.parametrize("write", WRITES, ids=[write.path for write in WRITES])


def of(person: Person, write: Write) -> dict[str, Any]:
    """The good body, of somebody new."""
    named = {name: person.card for name in ("card", "member_number") if name in write.good}
    return write.body(**named)


class TestAWrite:
    @of_each
    def test_is_the_same_with_its_defaults_written_out(
        self, tills: Tills, here: World, person: Person, write: Write
    ) -> None:
        till, bare = here.coop.terminals[write.terminals[0]], of(person, write)
        optional = DEFAULTS.keys() & write.fields.keys()
        for pointer in optional:
            bare = put(bare, pointer, ...)
        whole = copy.deepcopy(bare)
        for pointer in optional:
            whole = put(whole, pointer, DEFAULTS[pointer])
        assert whole != bare
        first = tills.post(till, write.path, bare)
        assert (first.status, first.is_replay) == (200, False)
        again = tills.post(till, write.path, whole)
        assert (again.raw, again.is_replay) == (first.raw, True)

    @of_each
    def test_with_another_field_under_the_same_id_is_refused(
        self,
        tills: Tills,
        here: World,
        person: Person,
        rows: Callable[[], dict[str, int]],
        write: Write,
    ) -> None:
        till, sent = here.coop.terminals[write.terminals[0]], of(person, write)
        first = tills.post(till, write.path, sent)
        assert first.status == 200
        before, surprises, asked = rows(), {}, 0
        for pointer in OTHERS.keys() & write.fields.keys():
            other = put(
                write.body(**of(person, write) | {"id": sent["id"]}), pointer, OTHERS[pointer]
            )
            answer = tills.post(till, write.path, other)
            if (answer.status, answer.body.get("code")) != (422, "id_reused"):
                surprises[pointer] = answer.raw
            asked += 1
        assert asked >= 4
        assert surprises == {}
        assert rows() == before
        assert tills.post(till, write.path, sent).raw == first.raw

    @of_each
    def test_from_another_terminal_under_the_same_id_is_refused(
        self, tills: Tills, here: World, person: Person, write: Write
    ) -> None:
        sent = of(person, write)
        first = tills.post(here.coop.terminals[write.terminals[0]], write.path, sent)
        others = [here.coop.terminals[name] for name in write.terminals[1:]]
        if "till 3" in write.terminals:
            others.append(here.other.till)
        for other in others:
            assert tills.post(other, write.path, sent).problem() == (422, "id_reused", "-")
        assert (
            tills.post(here.coop.terminals[write.terminals[0]], write.path, sent).raw == first.raw
        )

    def test_of_another_kind_under_the_same_id_is_refused(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        """A suspension and its lift say the same words."""
        sent = server.event(person.card, reason="紛失")
        assert tills.settled(here.coop.till, "/v1/suspensions", sent)
        answer = tills.post(here.coop.till, "/v1/suspension-lifts", sent)
        assert answer.problem() == (422, "id_reused", "-")
        assert tills.get(here.coop.till, f"/v1/cards/{person.card}").body["state"] == "suspended"


def test_the_books_are_right_after_all_this(tills: Tills, here: World) -> None:
    assert list(proof.lies()) == []
