"""Guide row G23: what the co-op's app has granted, and what for."""

from playwright.sync_api import Page, expect

from tests import money
from tests.stories import baskets
from tests.stories.browser import card, log_in
from tests.stories.conftest import Registered, World


class TestWebPoints:
    def test_show_their_balance_and_how_many_blocks(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        money.earn_web_points(hanako.person, tenths=4300, at=baskets.yesterday())
        log_in(page, hanako.login_id)
        web_points = card(page, "Webポイント残高")
        expect(web_points).to_contain_text("430ポイント")
        expect(web_points).to_contain_text("400ポイント")

    def test_show_what_they_were_earned_for(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        money.earn_web_points(hanako.person, tenths=4300, at=baskets.yesterday())
        log_in(page, hanako.login_id)
        page.goto("/web-points")
        row = page.get_by_role("row").filter(has_text="来店スタンプ")
        expect(row).to_contain_text("+430ポイント")
