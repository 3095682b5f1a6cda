"""Guide row G36: the guardian sees the member's pages, by a login of their own."""

from playwright.sync_api import Page, expect

from tests import money
from tests.stories import baskets
from tests.stories.browser import card, log_in, look
from tests.stories.conftest import Registered, World


class TestGuardian:
    def test_sees_what_the_member_sees(
        self, world: World, page: Page, hanako: Registered, mother: Registered
    ) -> None:
        till = world.coop.till
        money.top_up(hanako.person, till=till, yen=3000, at=baskets.yesterday())
        money.ring_up(hanako.person, money.line(yen=480), till=till, at=baskets.yesterday())
        log_in(page, mother.login_id)
        expect(page.get_by_role("banner")).to_contain_text("保護者")
        expect(card(page, "プリペイド残高")).to_contain_text("2,520円")
        page.goto(baskets.history())
        expect(page.get_by_role("main")).to_contain_text("唐揚げ丼")
        look(page, "purchases-guardian")

    def test_is_not_a_classmate(
        self, world: World, page: Page, hanako: Registered, taro: Registered
    ) -> None:
        till = world.coop.till
        money.top_up(hanako.person, till=till, yen=3000, at=baskets.yesterday())
        money.ring_up(hanako.person, money.line(yen=480), till=till, at=baskets.yesterday())
        log_in(page, taro.login_id)
        expect(card(page, "プリペイド残高")).to_contain_text("0円")
        page.goto(baskets.history())
        expect(page.locator("body")).not_to_contain_text("唐揚げ丼")
        expect(page.locator("body")).not_to_contain_text(hanako.person.member_number)

    def test_sees_nothing_without_logging_in(self, world: World, page: Page) -> None:
        for path in ("/home", "/purchases"):
            page.goto(path)
            assert "/home" not in page.url.split("?")[0]
            expect(page.get_by_role("heading", name="マイページにログイン")).to_be_visible()
