"""Row B4: a declined payment tells the clerk why, and what would help."""

from tests import money
from tests.stories import baskets
from tests.stories.conftest import Registered, World
from tests.stories.servers import now


class TestDecline:
    def test_says_how_much_is_missing_and_what_waits(
        self, world: World, hanako: Registered
    ) -> None:
        till, card = world.coop.till, hanako.person.card
        world.servers.post(till, "/v1/top-ups", {"card": card, "amount": 3000})
        today = now().date()
        money.pay_slip(hanako.person, yen=20000, paid_on=today, available_on=today, at=now())
        sale = {"card": card, "lines": [baskets.book()], "tenders": [{"kind": "prepaid"}]}
        declined = world.servers.post(till, "/v1/purchases", sale).body
        assert (declined["state"], declined["reason"]) == ("declined", "insufficient_prepaid")
        assert declined["short_by"] == 80
        assert "80円" in declined["text"]
        assert declined["remedies"] == [
            {"kind": "split_cash", "amount": 80},
            {"kind": "collect", "amount": 20000},
        ]
        assert declined["balances"]["prepaid"] == 3000

    def test_lets_either_remedy_help(self, world: World, hanako: Registered) -> None:
        till, card = world.coop.till, hanako.person.card
        world.servers.post(till, "/v1/top-ups", {"card": card, "amount": 3000})
        split = [{"kind": "cash", "amount": 80}, {"kind": "prepaid"}]
        settled = world.servers.post(
            till, "/v1/purchases", {"card": card, "lines": [baskets.book()], "tenders": split}
        ).body
        assert settled["state"] == "settled"
        assert settled["balances"]["prepaid"] == 0

    def test_does_not_know_cards_of_another_co_op(self, world: World, jiro: Registered) -> None:
        sale = {"card": jiro.person.card, "lines": [baskets.book()], "tenders": [{"kind": "cash"}]}
        declined = world.servers.post(world.coop.till, "/v1/purchases", sale).body
        assert (declined["reason"], declined["remedies"]) == (
            "card_unknown",
            [{"kind": "check_number"}],
        )
