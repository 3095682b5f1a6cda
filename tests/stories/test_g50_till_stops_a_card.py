"""Guide row G50, at the till: any store stops a lost card at once; a store lets it go again."""

import urllib.parse

from playwright.sync_api import Page, expect

from kumiai.meals import actions as meals
from tests.ledger.world import PLAN
from tests.stories import baskets
from tests.stories.browser import card, log_in
from tests.stories.conftest import Registered, World

STOP, LIFT, SALES = "/v1/suspensions", "/v1/suspension-lifts", "/v1/purchases"


class TestLostCard:
    def test_is_stopped_at_once_in_every_store_and_lifted_by_one(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        body, post = {"card": hanako.person.card}, world.servers.post
        sale = body | {"lines": [baskets.bowl()], "tenders": [{"kind": "prepaid"}]}
        post(world.coop.till, "/v1/top-ups", body | {"amount": 3000})
        stopped = post(world.coop.cafeteria_till, STOP, body | {"reason": "紛失"}).body
        assert (stopped["state"], stopped["suspended_at"]) == ("settled", stopped["posted_at"])
        assert "再開は店舗で" in stopped["text"]
        for till in (world.coop.till, world.coop.cafeteria_till):
            refused = post(till, SALES, sale).body
            assert (refused["state"], refused["reason"]) == ("declined", "card_suspended")
            assert refused["remedies"] == [{"kind": "lift_at_store"}]
        shown = world.servers.get(world.coop.till, f"/v1/cards/{hanako.person.card}").body
        assert (shown["state"], shown["balances"]["prepaid"]) == ("suspended", 3000)
        lifted = post(world.coop.till, LIFT, body | {"reason": "見つかった"}).body
        assert lifted["state"] == "settled"
        assert post(world.coop.cafeteria_till, SALES, sale).body["balances"]["prepaid"] == 2520
        log_in(page, hanako.login_id)
        expect(card(page, "プリペイド残高")).to_contain_text("2,520円")

    def test_of_a_meal_card_holder_is_for_the_cafeteria_too(
        self, world: World, hanako: Registered
    ) -> None:
        meals.take_in_plans(coop_id=world.coop.id, plans=[PLAN])
        meals.hand_out_cards(
            coop_id=world.coop.id, plan_names={hanako.person.id: PLAN.name}, on=PLAN.starts_on
        )
        body = {"card": hanako.person.card, "reason": "紛失"}
        told = world.servers.post(world.coop.till, STOP, body).body
        assert "ミールカードのお手続きは学生食堂へ" in told["text"]

    def test_is_no_business_of_machines_and_other_co_ops(
        self, world: World, hanako: Registered, jiro: Registered
    ) -> None:
        body = {"card": hanako.person.card, "reason": "紛失"}
        for path in (STOP, LIFT):
            refused = world.servers.post(world.coop.top_up_machine, path, body)
            assert (refused.status, refused.body["code"]) == (403, "forbidden")
            elsewhere = world.servers.post(world.other_coop.till, path, body).body
            assert (elsewhere["state"], elsewhere["reason"]) == ("declined", "card_unknown")
        topped_up = world.servers.post(
            world.coop.till, "/v1/top-ups", {"card": hanako.person.card, "amount": 10}
        ).body
        assert topped_up["state"] == "settled"

    def test_is_in_what_tills_keep_for_the_time_without_a_network(
        self, world: World, hanako: Registered
    ) -> None:
        body = {"card": hanako.person.card, "reason": "紛失"}
        world.servers.post(world.coop.till, STOP, body)
        pack = world.servers.get(world.coop.cafeteria_till, "/v1/offline-pack").body
        assert (hanako.person.card, "suspended") in {(c["code"], c["state"]) for c in pack["cards"]}
        world.servers.post(world.coop.till, LIFT, body)
        since = urllib.parse.quote(pack["as_of"])
        later = world.servers.get(world.coop.cafeteria_till, f"/v1/offline-pack?since={since}").body
        assert hanako.person.card in {each["code"] for each in later["lifted"]}
