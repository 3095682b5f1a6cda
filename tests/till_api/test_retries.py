"""Asked again: the same bytes, however the content is written, and after a restart too."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID

from kumiai.kit import clock, ids
from tests.databases import FreshDatabase
from tests.ledger import world
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Tills


class TestARetry:
    def test_is_answered_byte_for_byte(self, tills: Tills, here: World) -> None:
        sent = server.event(here.hanako.card, amount=3000)
        first = tills.post(here.coop.till, "/v1/top-ups", sent)
        again = tills.post(here.coop.till, "/v1/top-ups", sent)
        assert (first.status, again.status) == (200, 200)
        assert (first.is_replay, again.is_replay) == (False, True)
        assert first.raw == again.raw
        assert tills.get(here.coop.till, f"/v1/entries/{sent['id']}").raw == first.raw

    def test_is_the_same_however_it_is_written(self, tills: Tills, here: World) -> None:
        sent = server.sale(here.hanako.card, tenders=[{"kind": "cash"}])
        first = tills.post(here.coop.till, "/v1/purchases", sent)
        elsewhere = datetime.fromisoformat(sent["occurred_at"]).astimezone(clock.now().tzinfo)
        same = dict(reversed(sent.items())) | {
            "id": sent["id"].upper(),
            "occurred_at": elsewhere.isoformat(),
            "offline": False,
            "cashier": "",
            "sequence": None,
        }
        raw = json.dumps(same, indent=3).encode()
        again = tills.post(here.coop.till, "/v1/purchases", raw)
        assert (again.raw, again.is_replay) == (first.raw, True)

    def test_survives_a_restart(self, tills: Tills, here: World) -> None:
        sent = server.event(here.hanako.card, amount=10)
        first = tills.post(here.coop.till, "/v1/top-ups", sent)
        tills.stop()
        tills.start()
        again = tills.post(here.coop.till, "/v1/top-ups", sent)
        assert (again.raw, again.is_replay) == (first.raw, True)

    def test_is_answered_years_later(
        self, tills: Tills, here: World, module_database: FreshDatabase
    ) -> None:
        """The first came in time; that it is old now is no reason to refuse it."""
        then = clock.now() - timedelta(days=700)
        message = world.top_up(here.hanako, 10, at=then, id=ids.uuid7(then))
        with world.connect(module_database.url) as connection:
            [first] = world.post(
                connection, [world.asked(here.callers["till"], message)], at=clock.now()
            )
        sent = {
            "id": str(message.id),
            "card": message.card,
            "occurred_at": then.isoformat(),
            "amount": 10,
        }
        again = tills.post(here.coop.till, "/v1/top-ups", sent)
        assert (again.status, again.raw, again.is_replay) == (200, first.receipt, True)

    def test_beside_itself_is_one_entry(self, tills: Tills, here: World) -> None:
        sent = server.event(here.hanako.card, amount=10)
        with ThreadPoolExecutor(16) as tellers:
            answers = list(
                tellers.map(lambda _: tills.post(here.coop.till, "/v1/top-ups", sent), range(32))
            )
        assert {answer.raw for answer in answers} == {answers[0].raw}
        assert [answer.is_replay for answer in answers].count(False) == 1


class TestAnId:
    def test_with_other_content_is_refused(self, tills: Tills, here: World) -> None:
        sent = server.event(here.hanako.card, amount=10)
        tills.post(here.coop.till, "/v1/top-ups", sent)
        for changed in ({"amount": 11}, {"cashier": "9"}, {"card": here.people[1].card}):
            answer = tills.post(here.coop.till, "/v1/top-ups", sent | changed)
            assert answer.problem() == (422, "id_reused", "-")
        as_sale = server.sale(here.hanako.card, tenders=[{"kind": "cash"}]) | {"id": sent["id"]}
        answer = tills.post(here.coop.till, "/v1/purchases", as_sale)
        assert answer.problem() == (422, "id_reused", "-")

    def test_of_another_terminal_is_refused(self, tills: Tills, here: World) -> None:
        sent = server.event(here.hanako.card, amount=1000)
        tills.post(here.coop.till, "/v1/top-ups", sent)
        for terminal in (here.coop.cafeteria_till, here.coop.top_up_machine, here.other.till):
            answer = tills.post(terminal, "/v1/top-ups", sent)
            assert answer.problem() == (422, "id_reused", "-")

    def test_refused_once_is_free_again(self, tills: Tills, here: World) -> None:
        """An error stores nothing, so the mended body may keep its id."""
        sent = server.event(here.hanako.card, amount=10)
        wrong = tills.post(here.coop.till, "/v1/top-ups", sent | {"amount": 1.5})
        assert wrong.status == 422
        assert tills.post(here.coop.till, "/v1/top-ups", sent).body["state"] == "settled"


class TestAnEntry:
    def test_nobody_stored_is_not_found(self, tills: Tills, here: World) -> None:
        for unknown in (ids.uuid7(), UUID(int=0), "x", "%00"):
            answer = tills.get(here.coop.till, f"/v1/entries/{unknown}")
            assert answer.problem() == (404, "not_found", "-")

    def test_of_another_co_op_is_not_found(self, tills: Tills, here: World) -> None:
        sent = server.event(here.hanako.card, amount=10)
        tills.post(here.coop.till, "/v1/top-ups", sent)
        answer = tills.get(here.other.till, f"/v1/entries/{sent['id']}")
        assert answer.problem() == (404, "not_found", "-")
        assert tills.get(here.coop.feed, f"/v1/entries/{sent['id']}").status == 200
