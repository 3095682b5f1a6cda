"""Guide row G48: the receipt carries the live balances and points."""

from tests.stories import baskets
from tests.stories.conftest import Registered, World


class TestReceipt:
    def test_tells_what_is_left_after_each_purchase(self, world: World, hanako: Registered) -> None:
        till, card = world.coop.till, hanako.person.card
        topped_up = world.servers.post(till, "/v1/top-ups", {"card": card, "amount": 3000})
        sale = {"card": card, "lines": [baskets.bowl()], "tenders": [{"kind": "prepaid"}]}
        first = world.servers.post(till, "/v1/purchases", sale)
        second = world.servers.post(till, "/v1/purchases", sale)
        assert [topped_up.status, first.status, second.status] == [200, 200, 200]
        assert first.body["balances"]["prepaid"] == 2520
        assert second.body["balances"] == {
            "prepaid": 2040,
            "points_tenths": 48,
            "web_points_tenths": 0,
            "uncollected": 0,
            "collectable": 0,
            "debt": 0,
        }
        assert second.body["points_earned_tenths"] == 24
        assert second.body["purse_versions"]["prepaid"] == 3

    def test_names_the_seller_and_the_tax(self, world: World, hanako: Registered) -> None:
        sale = {
            "card": hanako.person.card,
            "lines": [baskets.bowl()],
            "tenders": [{"kind": "cash"}],
            "cashier": "07",
        }
        receipt = world.servers.post(world.coop.till, "/v1/purchases", sale).body
        assert receipt["tax"] == [{"rate": 10, "amount": 480, "tax": 43}]
        assert receipt["issuer"]["invoice_number"] == "T0000000002101"
        assert receipt["issuer"]["store"] == "FERIO"

    def test_is_the_same_again_when_the_till_asks_again(
        self, world: World, hanako: Registered
    ) -> None:
        event = world.servers.event(card=hanako.person.card, amount=1000)
        first = world.servers.post(world.coop.till, "/v1/top-ups", event)
        again = world.servers.post(world.coop.till, "/v1/top-ups", event)
        assert again.body == first.body
        assert again.headers["Idempotent-Replay"] == "true"
        stored = world.servers.get(world.coop.till, f"/v1/entries/{event['id']}")
        assert stored.body == first.body
