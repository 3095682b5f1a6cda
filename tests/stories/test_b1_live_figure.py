"""Row B1: beside the figure of the previous day stands the live one, with its time and the way."""

import re

from playwright.sync_api import Page, expect

from tests import money
from tests.stories import baskets
from tests.stories.browser import card, log_in
from tests.stories.conftest import Registered, World


class TestLiveFigure:
    def test_stands_beside_with_what_moved(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        till, body = world.coop.till, {"card": hanako.person.card}
        money.top_up(hanako.person, till=till, yen=3000, at=baskets.yesterday())
        sale = body | {"lines": [baskets.tea()], "tenders": [{"kind": "prepaid"}]}
        for _ in range(2):
            world.servers.post(till, "/v1/purchases", sale)
        world.servers.post(till, "/v1/top-ups", body | {"amount": 1000})
        log_in(page, hanako.login_id)
        prepaid = card(page, "プリペイド残高")
        expect(prepaid).to_contain_text("3,000円")
        expect(prepaid).to_contain_text("2件")
        expect(prepaid).to_contain_text("−260円")
        expect(prepaid).to_contain_text("+1,000円")
        expect(prepaid).to_contain_text(re.compile(r"いまの残高（\d\d?:\d\d）"))
        expect(prepaid).to_contain_text("3,740円")

    def test_says_when_nothing_has_moved(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        money.top_up(hanako.person, till=world.coop.till, yen=3000, at=baskets.yesterday())
        log_in(page, hanako.login_id)
        expect(card(page, "プリペイド残高")).to_contain_text("今日の動きはまだありません")
