"""Guide row G28: a purchase opens to everything about it, and to a receipt that can be printed."""

import pytest
from playwright.sync_api import Page, expect

from tests.stories import baskets
from tests.stories.browser import assert_accessible, log_in, look
from tests.stories.conftest import Registered, World


class TestReceipt:
    @pytest.mark.parametrize("screen", ["page", "phone"])
    def test_is_led_to_from_the_purchase(
        self, world: World, hanako: Registered, screen: str, request: pytest.FixtureRequest
    ) -> None:
        page: Page = request.getfixturevalue(screen)
        sale = {
            "card": hanako.person.card,
            "lines": [baskets.bowl(), baskets.tea()],
            "tenders": [{"kind": "cash"}],
        }
        world.servers.post(world.coop.till, "/v1/purchases", sale)
        log_in(page, hanako.login_id)
        page.goto("/purchases?store=FERIO")
        page.get_by_text("唐揚げ丼").first.click()
        expect(page.get_by_role("main")).to_contain_text("獲得ポイント 3ポイント")
        look(page, "purchases-open")
        assert_accessible(page)
        page.get_by_role("link", name="レシートを表示・印刷").click()
        receipt = page.get_by_role("article")
        expect(receipt).to_contain_text("登録番号 T0000000002101")
        expect(receipt).to_contain_text("（うち消費税43円）")
        look(page, "receipt")
        assert_accessible(page)
        page.emulate_media(media="print")
        expect(page.get_by_role("link", name="購入／入金履歴へ戻る")).to_be_hidden()
        look(page, "receipt-printed")
