"""Guide row G49: purchases at the support centre count, so the totals differ from the top-ups."""

from playwright.sync_api import Page, expect

from tests import money
from tests.stories import baskets
from tests.stories.browser import assert_accessible, card, log_in, look
from tests.stories.conftest import Registered, World


class TestTotals:
    def test_hold_more_than_was_topped_up_and_the_history_says_why(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        till, at = world.coop.till, baskets.yesterday()
        money.top_up(hanako.person, till=till, yen=3000, at=at)
        pc = money.line("生協オリジナルPC", yen=148_000, genre="other", code="PC1")
        money.ring_up(hanako.person, pc, till=till, at=at, tenders=("cash",))
        log_in(page, hanako.login_id)
        lifetime = card(page, "累計")
        expect(lifetime.get_by_role("definition").first).to_have_text("148,000円")
        expect(lifetime).to_contain_text("チャージの合計とは一致しません")
        lifetime.get_by_role("link", name="累計の内訳と、年・月ごとの合計を見る").click()
        main = page.get_by_role("main")
        expect(main).to_contain_text("累計利用金額148,000円のうち148,000円は、Pico以外")
        expect(main).to_contain_text(
            "チャージの合計3,600円のうち、お買い物に使ったのは0円で、3,600円が"
        )
        assert_accessible(page)
        look(page, "totals")
        page.goto(baskets.history())
        expect(main).to_contain_text("生協オリジナルPC")
        expect(main).to_contain_text("現金")
