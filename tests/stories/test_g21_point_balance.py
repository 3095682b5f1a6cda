"""Guide row G21: the point balance, to the tenth."""

from playwright.sync_api import Page, expect

from tests import money
from tests.stories import baskets
from tests.stories.browser import card, log_in
from tests.stories.conftest import Registered, World


class TestPointBalance:
    def test_counts_tenths_and_what_is_missing(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        till, at = world.coop.till, baskets.yesterday()
        money.earn_points(hanako.person, till=till, tenths=1542, at=at)
        log_in(page, hanako.login_id)
        points = card(page, "ポイント残高")
        expect(points).to_contain_text("154.2ポイント")
        expect(points).to_contain_text("あと45.8ポイントで、レジで自動的に200円チャージされます。")
