"""Guide row G24: web points are claimed in blocks of 200; the page says from when they count."""

import re

from playwright.sync_api import Page, expect

from kumiai.coops.rules import business_day_after
from tests import money
from tests.stories import baskets, servers
from tests.stories.browser import assert_accessible, card, log_in, look
from tests.stories.conftest import Registered, World


class TestClaiming:
    def test_moves_blocks_into_the_uncollected_balance(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        money.earn_web_points(hanako.person, tenths=4300, at=baskets.yesterday())
        log_in(page, hanako.login_id)
        card(page, "Webポイント残高").get_by_role("link", name="ポイント受取申請").click()
        assert_accessible(page)
        look(page, "web-points")
        day = business_day_after(servers.now().date(), 2, {})
        expect(card(page, "ポイント受取申請")).to_contain_text(f"{day.month}月{day.day}日")
        page.get_by_label("申請する分").select_option("2")
        page.get_by_role("button", name="申請する").click()
        told = page.get_by_role("status")
        expect(told).to_contain_text("申請を受け付けました")
        expect(told).to_contain_text("400円")
        expect(told).to_contain_text(f"{day.month}月{day.day}日")
        expect(card(page, "Webポイント残高")).to_contain_text("30ポイント")
        assert_accessible(page)
        look(page, "web-points-claimed")
        page.goto("/home")
        expect(card(page, "未受取プリペイド残高")).to_contain_text("400円")

    def test_works_without_javascript_and_once(
        self, world: World, phone_without_javascript: Page, hanako: Registered
    ) -> None:
        page = phone_without_javascript
        money.earn_web_points(hanako.person, tenths=2100, at=baskets.yesterday())
        log_in(page, hanako.login_id)
        page.goto("/web-points")
        page.get_by_role("button", name="申請する").click()
        expect(page.get_by_role("status")).to_contain_text("200円")
        expect(card(page, "ポイント受取申請")).to_contain_text(re.compile("あと.*190ポイント"))
        look(page, "web-points-claimed")
