"""Row B7, as members see it: what a till sold without a network stands once on their pages."""

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.stories import baskets
from tests.stories.browser import assert_accessible, card, log_in, look
from tests.stories.conftest import Registered, World

TOP_UPS = "/v1/top-ups"
PREPAID = [{"kind": "prepaid"}]


def sold_offline(world: World, who: Registered, line: dict[str, Any]) -> dict[str, Any]:
    """A sale the till has made by itself, ten minutes ago."""
    at = (baskets.now() - timedelta(minutes=10)).isoformat()
    sale = {"card": who.person.card, "lines": [line], "tenders": PREPAID, "offline": True}
    return world.servers.event(occurred_at=at, **sale)


def send_and_lose_the_answer(world: World, sales: list[dict[str, Any]]) -> None:
    """The network goes away again before the answer is read."""
    entries = [{"type": "purchase", **sale} for sale in sales]
    line = http.client.HTTPConnection(urlsplit(world.servers.tills_url).netloc, timeout=20)
    headers = {"Authorization": f"Bearer {world.coop.till.key}", "Content-Type": "application/json"}
    line.request("POST", "/v1/batches", json.dumps({"entries": entries}).encode(), headers)
    line.close()


class TestSalesMadeOffline:
    def test_tells_everything_afterwards_and_each_sale_counts_once(
        self, world: World, page: Page, hanako: Registered, taro: Registered
    ) -> None:
        till, post, tell = world.coop.till, world.servers.post, world.servers.tell
        post(till, TOP_UPS, {"card": hanako.person.card, "amount": 3000})
        post(till, TOP_UPS, {"card": taro.person.card, "amount": 1000})
        sales = [
            *(sold_offline(world, hanako, line) for line in (baskets.bowl(), baskets.tea())),
            sold_offline(world, taro, baskets.tea()),
            sold_offline(world, hanako, baskets.tea()),
        ]
        send_and_lose_the_answer(world, sales)
        with ThreadPoolExecutor(2) as lines:
            first, second = lines.map(lambda _: tell(till, sales), range(2))
        assert [first.status, second.status] == [200, 200]
        bodies = [entry["body"] for entry in first.body["entries"]]
        assert [body["id"] for body in bodies] == [sale["id"] for sale in sales]
        assert {body["state"] for body in bodies} == {"settled"}
        assert [entry["body"] for entry in second.body["entries"]] == bodies
        again = tell(till, sales).body["entries"]
        assert all(entry["replay"] for entry in again)
        for body in bodies:
            assert world.servers.get(till, f"/v1/entries/{body['id']}").body == body
        log_in(page, hanako.login_id)
        expect(card(page, "プリペイド残高")).to_contain_text("2,260円")
        page.goto("/purchases?tab=prepaid")
        main = page.get_by_role("main")
        expect(main.get_by_text("−480円")).to_have_count(1)
        expect(main.get_by_text("−130円")).to_have_count(2)
        left = world.servers.get(till, f"/v1/cards/{taro.person.card}").body["balances"]
        assert (left["prepaid"], left["debt"]) == (870, 0)

    def test_never_loses_a_sale_that_money_lacked_for(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        """What lacks is owed, the member reads why, and the next money pays it first."""
        till, post = world.coop.till, world.servers.post
        post(till, TOP_UPS, {"card": hanako.person.card, "amount": 300})
        made = sold_offline(world, hanako, baskets.bowl())
        [told] = world.servers.tell(till, [made]).body["entries"]
        assert (told["body"]["state"], told["body"]["shortfall"]) == ("settled", 180)
        assert (told["body"]["balances"]["prepaid"], told["body"]["balances"]["debt"]) == (0, 180)
        log_in(page, hanako.login_id)
        main = page.get_by_role("main")
        expect(main).to_contain_text("お支払いが済んでいない金額があります")
        expect(main).to_contain_text("残高が180円不足しました")
        assert_accessible(page)
        look(page, "offline-debt")
        back = post(till, TOP_UPS, {"card": hanako.person.card, "amount": 1000}).body
        assert (back["debt_recovered"], back["balances"]["prepaid"]) == (180, 820)
        page.reload()
        expect(main).not_to_contain_text("お支払いが済んでいない金額があります")

    def test_does_not_make_the_owner_of_a_stolen_card_pay(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        """Stopped before the sale, which the till could not know: the co-op's, not the member's."""
        till, post, body = world.coop.till, world.servers.post, {"card": hanako.person.card}
        post(till, TOP_UPS, body | {"amount": 1000})
        stopped = post(world.coop.cafeteria_till, "/v1/suspensions", body | {"reason": "盗難"}).body
        made = sold_offline(world, hanako, baskets.bowl())
        made["occurred_at"] = stopped["suspended_at"]
        [told] = world.servers.tell(till, [made]).body["entries"]
        assert told["body"]["state"] == "settled"
        assert [message["code"] for message in told["body"]["messages"]] == ["on_suspense"]
        log_in(page, hanako.login_id)
        expect(card(page, "プリペイド残高")).to_contain_text("1,000円")
        page.goto("/purchases?tab=all")
        expect(page.get_by_role("main")).not_to_contain_text("唐揚げ丼")
