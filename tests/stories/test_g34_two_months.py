"""Guide row G34: on the phone, use, points and top-ups of this month and the last."""

import pytest
from playwright.sync_api import Page, expect

from tests.stories import baskets
from tests.stories.browser import assert_accessible, log_in, look
from tests.stories.conftest import Registered, World


class TestTwoMonths:
    @pytest.mark.parametrize("screen", ["phone", "page"])
    def test_are_seen_from_the_top_page(
        self, world: World, hanako: Registered, screen: str, request: pytest.FixtureRequest
    ) -> None:
        page: Page = request.getfixturevalue(screen)
        card = {"card": hanako.person.card}
        world.servers.post(world.coop.till, "/v1/top-ups", card | {"amount": 3000})
        sale = card | {"lines": [baskets.bowl()], "tenders": [{"kind": "prepaid"}]}
        world.servers.post(world.coop.till, "/v1/purchases", sale)
        log_in(page, hanako.login_id)
        page.get_by_role("link", name="プリペイド利用履歴（今月・先月）へ").click()
        this = page.get_by_role("main").locator("section").first
        expect(this.locator("summary")).to_have_text(
            ["ご利用 480円", "獲得ポイント 2.4ポイント", "ご入金 3,000円"], use_inner_text=False
        )
        for summary in this.locator("summary").all():
            summary.click()
        expect(this).to_contain_text("−480円")
        expect(this).to_contain_text("+3,000円")
        look(page, "prepaid")
        assert_accessible(page)
