"""Guide row G45: no transfer by internet and no direct debit, so no page offers either."""

from playwright.sync_api import Page, expect

from tests.stories.browser import log_in
from tests.stories.conftest import Registered

NOT_OFFERED = ("口座振替", "引き落とし", "インターネット送金", "クレジットカード", "コンビニ")


class TestPages:
    def test_offer_no_transfer_and_no_direct_debit(self, page: Page, hanako: Registered) -> None:
        addresses = ["/", "/help", "/help/mail", "/terms"]
        tabs = ("all", "food", "learning", "top-ups", "prepaid")
        log_in(page, hanako.login_id)
        for address in [*addresses, "/home", *(f"/purchases?tab={tab}" for tab in tabs)]:
            page.goto(address)
            for words in NOT_OFFERED:
                expect(page.locator("body")).not_to_contain_text(words)
