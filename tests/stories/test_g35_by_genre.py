"""Guide row G35: purchases by genre, first those paid with prepaid money, then by any means."""

import pytest
from playwright.sync_api import Page, expect

from tests import money
from tests.stories import baskets
from tests.stories.browser import assert_accessible, log_in, look
from tests.stories.conftest import Registered, World


class TestGenres:
    @pytest.mark.parametrize("screen", ["page", "phone"])
    def test_are_seen_one_by_one_and_by_every_means(
        self, world: World, hanako: Registered, screen: str, request: pytest.FixtureRequest
    ) -> None:
        page: Page = request.getfixturevalue(screen)
        till, at = world.coop.till, baskets.yesterday()
        money.top_up(hanako.person, till=till, yen=5000, at=at)
        money.ring_up(hanako.person, money.line("唐揚げ丼", yen=480), till=till, at=at)
        book = money.line("統計学入門", yen=3080, genre="books", code="9784130420655")
        money.ring_up(hanako.person, book, till=till, at=at, tenders=("cash",))
        log_in(page, hanako.login_id)
        page.goto(baskets.history())
        page.get_by_role("link", name="ジャンル別の購入履歴へ").click()
        main = page.get_by_role("main")
        expect(main).to_contain_text("唐揚げ丼")
        expect(main).not_to_contain_text("統計学入門")
        page.get_by_role("link", name="書籍・雑誌").click()
        expect(main).to_contain_text("この月は、ここに入るお買い物がありません。")
        page.get_by_role("link", name="すべてのお支払い方法で見る").click()
        expect(main).to_contain_text("統計学入門")
        expect(main).not_to_contain_text("唐揚げ丼")
        assert_accessible(page)
        look(page, "purchases-by-genre")
