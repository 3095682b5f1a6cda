"""Guide row G26: everything bought since joining, by any tender, and every point earned."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests import cast, money
from tests.stories import baskets
from tests.stories.browser import card, log_in
from tests.stories.conftest import Registered, World


class TestLifetimeTotals:
    def test_count_every_tender_since_joining(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        till, at = world.coop.till, cast.LONG_AGO + timedelta(days=1)
        pc = money.line("生協オリジナルPC", yen=148_000, genre="other", code="PC1")
        money.ring_up(hanako.person, pc, till=till, at=at, tenders=("cash",))
        money.top_up(hanako.person, till=till, yen=3000, at=baskets.yesterday())
        money.ring_up(hanako.person, money.line(yen=480), till=till, at=baskets.yesterday())
        log_in(page, hanako.login_id)
        lifetime = card(page, "累計")
        expect(lifetime).to_contain_text("148,480円")
        expect(lifetime).to_contain_text("742.4ポイント")
