"""Guide row G22: whole blocks of 200 points become 200 yen of prepaid money, at the till."""

from playwright.sync_api import Page, expect

from tests import money
from tests.stories import baskets
from tests.stories.browser import assert_accessible, card, log_in, look
from tests.stories.conftest import Registered, World


class TestPoints:
    def test_become_yen_at_the_till_and_show_on_the_pages(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        till = world.coop.till
        money.earn_points(hanako.person, till=till, tenths=1985, at=baskets.yesterday())
        receipt = world.servers.post(
            till,
            "/v1/purchases",
            {
                "card": hanako.person.card,
                "lines": [baskets.bowl()],
                "tenders": [{"kind": "cash"}],
            },
        ).body
        assert receipt["auto_top_up"] == {"points_tenths": 2000, "yen": 200}
        assert receipt["balances"]["prepaid"] == 200
        assert receipt["balances"]["points_tenths"] == 9

        log_in(page, hanako.login_id)
        expect(card(page, "プリペイド残高")).to_contain_text("+200円")
        expect(card(page, "ポイント残高")).to_contain_text("0.9ポイント")
        page.goto("/purchases?tab=prepaid")
        expect(page.get_by_role("main")).to_contain_text("+200円")
        assert_accessible(page)
        look(page, "purchases-prepaid")

    def test_wait_below_a_block(self, world: World, hanako: Registered) -> None:
        receipt = money.earn_points(
            hanako.person, till=world.coop.till, tenths=1999, at=baskets.yesterday()
        )
        assert receipt["auto_top_up"] == {"points_tenths": 0, "yen": 0}
        assert receipt["balances"]["points_tenths"] == 1999

    def test_go_by_the_hundred_at_another_co_op(self, world: World, jiro: Registered) -> None:
        receipt = world.servers.post(
            world.other_coop.till,
            "/v1/purchases",
            {
                "card": jiro.person.card,
                "lines": [baskets.book(), baskets.book()],
                "tenders": [{"kind": "cash"}],
            },
        ).body
        assert receipt["auto_top_up"] == {"points_tenths": 1000, "yen": 100}
        assert receipt["balances"]["points_tenths"] == 848
