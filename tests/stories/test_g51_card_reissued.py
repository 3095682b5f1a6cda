"""Guide row G51: a new card for a fee; all that is held stays, and the old card is dead at once."""

from playwright.sync_api import Page, expect

from tests import money
from tests.stories import baskets
from tests.stories.browser import card, log_in, look
from tests.stories.conftest import Registered, World

SALES, TOP_UPS, REISSUES = "/v1/purchases", "/v1/top-ups", "/v1/card-reissues"
FEE = {
    "code": "REISSUE",
    "name": "組合員証再発行手数料",
    "genre": "other",
    "quantity": 1,
    "unit_price": 1000,
    "amount": 1000,
    "tax_rate": 10,
}
PREPAID = [{"kind": "prepaid"}]


class TestNewCard:
    def test_costs_a_fee_and_holds_what_the_old_one_held(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        till, post = world.coop.till, world.servers.post
        old = {"card": hanako.person.card}
        money.top_up(hanako.person, till=till, yen=5000, at=baskets.yesterday())
        money.earn_points(hanako.person, till=till, tenths=1200, at=baskets.yesterday())
        told = post(till, REISSUES, old | {"reason": "紛失"}).body
        new = {"card": told["new_card"]}
        assert (told["new_card"], told["replaces"]) == (f"{old['card']}-2", old["card"])
        assert told["fee"] == 1000
        assert "再発行手数料は1,000円" in told["text"]
        paid = post(till, SALES, new | {"lines": [FEE], "tenders": PREPAID}).body
        assert (paid["total"], paid["points_earned_tenths"]) == (1000, 0)
        assert paid["balances"]["prepaid"] == 4000
        assert paid["balances"]["points_tenths"] == 1200
        # The purses are the same ones: their counting goes on.
        assert paid["purse_versions"]["prepaid"] == told["purse_versions"]["prepaid"] + 1
        log_in(page, hanako.login_id)
        expect(card(page, "プリペイド残高")).to_contain_text("4,000円")
        expect(card(page, "ポイント残高")).to_contain_text("120ポイント")
        page.goto("/purchases?tab=all")
        expect(page.get_by_role("main")).to_contain_text("組合員証再発行手数料")
        look(page, "card-reissued")

    def test_makes_the_old_one_useless_at_once_everywhere(
        self, world: World, hanako: Registered
    ) -> None:
        till, post = world.coop.till, world.servers.post
        old = {"card": hanako.person.card}
        post(till, TOP_UPS, old | {"amount": 5000})
        new = {"card": post(till, REISSUES, old | {"reason": "破損"}).body["new_card"]}
        sale = {"lines": [baskets.bowl()], "tenders": PREPAID}
        for terminal, path, asked in (
            (world.coop.cafeteria_till, SALES, sale),
            (world.coop.till, SALES, sale | {"tenders": [{"kind": "cash"}]}),
            (world.coop.top_up_machine, TOP_UPS, {"amount": 1000}),
            (world.coop.till, "/v1/suspension-lifts", {"reason": "発見"}),
            (world.coop.till, REISSUES, {"reason": "紛失"}),
        ):
            refused = post(terminal, path, old | asked).body
            assert (refused["state"], refused["reason"]) == ("declined", "card_replaced")
            assert refused["remedies"] == [{"kind": "use_new_card"}]
        assert post(world.coop.cafeteria_till, SALES, new | sale).body["state"] == "settled"

    def test_ends_a_suspension_with_the_card_that_was_lost(
        self, world: World, hanako: Registered
    ) -> None:
        till, post = world.coop.till, world.servers.post
        old = {"card": hanako.person.card}
        post(till, "/v1/suspensions", old | {"reason": "紛失"})
        told = post(till, REISSUES, old | {"reason": "紛失", "new_card": "01147B0012345678"}).body
        assert (told["state"], told["idm"]) == ("settled", "01147B0012345678")
        by_chip = {"card": "01147b0012345678"}
        assert post(till, TOP_UPS, by_chip | {"amount": 1000}).body["state"] == "settled"
        found = post(till, TOP_UPS, old | {"amount": 1000}).body
        assert found["reason"] == "card_replaced"
