"""Guide row G25: money paid by slip waits, and says from when and where it can be had."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests import money
from tests.stories import baskets
from tests.stories.browser import card, log_in
from tests.stories.conftest import Registered, World


class TestUncollectedBalance:
    def test_says_what_can_be_had_where_and_from_when(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        at = baskets.yesterday()
        day, later = at.date(), at.date() + timedelta(days=9)
        money.pay_slip(hanako.person, yen=20000, paid_on=day, available_on=day, at=at)
        money.pay_slip(hanako.person, yen=5000, paid_on=day, available_on=later, at=at)
        log_in(page, hanako.login_id)
        waiting = card(page, "未受取プリペイド残高")
        expect(waiting).to_contain_text("25,000円")
        expect(waiting).to_contain_text("20,000円はいま受け取れます")
        expect(waiting).to_contain_text("FERIO・SHAREA")
        expect(waiting).to_contain_text(f"{later.month}月{later.day}日")

    def test_is_empty_once_collected(self, world: World, page: Page, hanako: Registered) -> None:
        at = baskets.yesterday()
        money.pay_slip(hanako.person, yen=20000, paid_on=at.date(), available_on=at.date(), at=at)
        sale = {
            "card": hanako.person.card,
            "lines": [baskets.tea()],
            "tenders": [{"kind": "prepaid"}],
            "collect": True,
        }
        receipt = world.servers.post(world.coop.till, "/v1/purchases", sale).body
        assert receipt["collected"] == 20000
        log_in(page, hanako.login_id)
        expect(card(page, "未受取プリペイド残高")).to_contain_text(
            "お受け取りを待っているお金はありません"
        )
        expect(card(page, "プリペイド残高")).to_contain_text("19,870円")
