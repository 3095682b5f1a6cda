"""Many tills at once: a page that holds one customer's purse delays that customer, not the line."""

import time
from concurrent.futures import ThreadPoolExecutor

from kumiai.cli import proof
from tests.databases import FreshDatabase
from tests.ledger import world
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Answer, Tills

HELD_SECONDS = 10.0
OTHERS = 20


class TestAHeldPurse:
    def test_delays_nobody_else(
        self, tills: Tills, here: World, module_database: FreshDatabase
    ) -> None:
        hanako, taro = here.people[0], here.people[1]

        def top_up(card: str) -> tuple[float, Answer]:
            began = time.monotonic()
            answer = tills.post(here.coop.till, "/v1/top-ups", server.event(card, amount=1))
            return time.monotonic() - began, answer

        top_up(hanako.card)
        with (
            world.connect(module_database.url) as page,
            ThreadPoolExecutor(OTHERS + 1) as line,
            page.transaction(),
        ):
            page.execute("SELECT FROM ledger_account WHERE holder_id = %s FOR UPDATE", [taro.id])
            waiting = line.submit(top_up, taro.card)
            others = [line.submit(top_up, hanako.card) for _ in range(OTHERS)]
            answers = [other.result(20) for other in others]
            took, held = waiting.result(20)
        assert {answer.body["state"] for _, answer in answers} == {"settled"}
        assert max(seconds for seconds, _ in answers) < HELD_SECONDS
        assert held.problem() == (503, "busy", "-")
        assert held.headers["retry-after"]
        assert took < HELD_SECONDS
        _, again = top_up(taro.card)
        assert again.body["balances"]["prepaid"] == 1
        assert list(proof.lies()) == []

    def test_serves_a_crowd_in_order(self, tills: Tills, here: World) -> None:
        """Sixty-four tills serve one customer: every version is told once."""
        kenji = here.people[2]
        with ThreadPoolExecutor(64) as line:
            answers = list(
                line.map(
                    lambda _: tills.post(
                        here.coop.till, "/v1/top-ups", server.event(kenji.card, amount=1)
                    ),
                    range(256),
                )
            )
        told = sorted(
            (a.body["purse_versions"]["prepaid"], a.body["balances"]["prepaid"]) for a in answers
        )
        assert told == [(n, n) for n in range(1, 257)]
