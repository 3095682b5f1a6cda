"""Guide row G41: the till tells the clerk that a customer has something to collect."""

from datetime import timedelta

from tests import money
from tests.stories import baskets
from tests.stories.conftest import Registered, World
from tests.stories.servers import now


class TestTill:
    def test_tells_the_clerk_and_hands_over(self, world: World, hanako: Registered) -> None:
        a_year_ago = now() - timedelta(days=365)
        day = a_year_ago.date()
        money.pay_slip(hanako.person, yen=20000, paid_on=day, available_on=day, at=a_year_ago)
        sale = {"card": hanako.person.card, "lines": [baskets.tea()], "tenders": [{"kind": "cash"}]}
        told = world.servers.post(world.coop.till, "/v1/purchases", sale).body
        assert told["messages"] == [
            {"code": "collectable", "text": "未受取のPicoが20,000円あります。"}
        ]
        sale |= {"collect": True, "tenders": [{"kind": "prepaid"}]}
        paid = world.servers.post(world.coop.till, "/v1/purchases", sale).body
        assert (paid["collected"], paid["balances"]["prepaid"]) == (20000, 19870)
        assert (paid["balances"]["uncollected"], paid["messages"]) == (0, [])

    def test_sends_to_a_store_that_hands_over(self, world: World, hanako: Registered) -> None:
        today = now().date()
        money.pay_slip(hanako.person, yen=5000, paid_on=today, available_on=today, at=now())
        sale = {
            "card": hanako.person.card,
            "lines": [baskets.tea()],
            "tenders": [{"kind": "cash"}],
            "collect": True,
        }
        answer = world.servers.post(world.coop.cafeteria_till, "/v1/purchases", sale).body
        assert (answer["state"], answer["collected"]) == ("settled", 0)
        assert "collect_at" in {message["code"] for message in answer["messages"]}
