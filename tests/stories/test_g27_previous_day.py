"""Guide row G27: the figures that lead are those at the end of the previous day, and say so."""

from playwright.sync_api import Page, expect

from tests import money
from tests.stories import baskets
from tests.stories.browser import card, log_in
from tests.stories.conftest import Registered, World


class TestHeadline:
    def test_leaves_today_out_and_says_as_of_when(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        till = world.coop.till
        money.top_up(hanako.person, till=till, yen=3000, at=baskets.yesterday())
        money.ring_up(hanako.person, money.line(yen=480), till=till, at=baskets.yesterday())
        sale = {
            "card": hanako.person.card,
            "lines": [baskets.tea()],
            "tenders": [{"kind": "prepaid"}],
        }
        assert world.servers.post(till, "/v1/purchases", sale).body["state"] == "settled"
        log_in(page, hanako.login_id)
        for heading, figure in (("プリペイド残高", "2,520円"), ("ポイント残高", "2.4ポイント")):
            headline = card(page, heading).locator("> div").first
            expect(headline).to_contain_text(figure)
            expect(headline).to_contain_text(baskets.end_of_yesterday())
        lifetime = card(page, "累計")
        expect(lifetime.get_by_role("definition").first).to_have_text("480円")
        expect(lifetime).to_contain_text(baskets.end_of_yesterday())
