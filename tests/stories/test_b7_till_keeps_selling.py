"""Row B7: a till keeps selling while the network is away; nothing is lost or doubled afterwards."""

from typing import Any

from tests.stories import baskets
from tests.stories.conftest import Registered, World
from tests.stories.servers import Answer

PREPAID = [{"kind": "prepaid"}]


def sell(world: World, sent: dict[str, Any]) -> Answer:
    return world.servers.post(world.coop.till, "/v1/purchases", sent)


def bowl(world: World, hanako: Registered, **more: Any) -> dict[str, Any]:
    """A bowl of rice, paid with the card: a body to be sent once or more often."""
    body = {"card": hanako.person.card, "lines": [baskets.bowl()], "tenders": PREPAID}
    return world.servers.event(**body, **more)


def top_up(world: World, hanako: Registered, yen: int) -> dict[str, Any]:
    body = {"card": hanako.person.card, "amount": yen}
    return world.servers.post(world.coop.till, "/v1/top-ups", body).body


def held(world: World, hanako: Registered) -> tuple[int, int]:
    """Prepaid money and debt, in yen."""
    card = world.servers.get(world.coop.till, f"/v1/cards/{hanako.person.card}").body
    return card["balances"]["prepaid"], card["balances"]["debt"]


class TestAnOutage:
    def test_is_told_afterwards_and_once(self, world: World, hanako: Registered) -> None:
        top_up(world, hanako, 1000)
        sales = [bowl(world, hanako, offline=True) for _ in range(3)]
        for is_replay in (False, True):
            told = world.servers.tell(world.coop.till, sales).body["entries"]
            assert [each["replay"] for each in told] == [is_replay] * 3
            assert [each["body"]["shortfall"] for each in told] == [0, 0, 440]
        assert held(world, hanako) == (0, 440)
        assert top_up(world, hanako, 500)["debt_recovered"] == 440
        assert held(world, hanako) == (60, 0)

    def test_in_the_middle_of_a_sale_that_had_arrived_sells_once(
        self, world: World, hanako: Registered
    ) -> None:
        top_up(world, hanako, 1000)
        sale = bowl(world, hanako)
        sell(world, sale)  # The answer does not reach the till, which finishes the sale offline.
        again = sell(world, sale)
        assert (again.body["state"], again.headers["Idempotent-Replay"]) == ("settled", "true")
        assert held(world, hanako) == (520, 0)

    def test_in_the_middle_of_a_sale_that_is_declined_sells_it_offline(
        self, world: World, hanako: Registered
    ) -> None:
        top_up(world, hanako, 100)
        sale = bowl(world, hanako)
        declined = sell(world, sale).body
        assert (declined["state"], declined["reason"]) == ("declined", "insufficient_prepaid")
        reused = sell(world, sale | {"offline": True})
        assert (reused.status, reused.body["code"]) == (422, "id_reused")
        made = bowl(world, hanako, offline=True) | {"occurred_at": sale["occurred_at"]}
        for _ in range(2):
            assert sell(world, made).body["shortfall"] == 380
        assert sell(world, sale).body == declined
        assert held(world, hanako) == (0, 380)

    def test_does_not_lose_the_sale_to_a_card_nobody_knows(
        self, world: World, hanako: Registered
    ) -> None:
        sale = bowl(world, hanako, offline=True) | {"card": "210199999998"}
        answer = sell(world, sale).body
        assert (answer["state"], answer["reason"]) == ("declined", "card_unknown")
        assert "事務" in answer["text"]
        assert answer["remedies"] == [{"kind": "ask_office"}]
        assert sell(world, sale).body == answer
