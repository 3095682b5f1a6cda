"""Guide row G20: the prepaid balance, under the name the co-op gave its e-money."""

from playwright.sync_api import Page, expect

from tests import money
from tests.stories import baskets
from tests.stories.browser import assert_accessible, card, log_in, look
from tests.stories.conftest import Registered, World


class TestPrepaidBalance:
    def test_is_on_the_top_page(self, world: World, page: Page, hanako: Registered) -> None:
        money.top_up(hanako.person, till=world.coop.till, yen=3000, at=baskets.yesterday())
        log_in(page, hanako.login_id)
        expect(card(page, "プリペイド残高（Pico）")).to_contain_text("3,000円")
        assert_accessible(page)
        look(page, "home")

    def test_is_first_on_a_phone(self, world: World, phone: Page, hanako: Registered) -> None:
        money.top_up(hanako.person, till=world.coop.till, yen=3000, at=baskets.yesterday())
        log_in(phone, hanako.login_id)
        first = phone.locator("main section").first
        expect(first.get_by_role("heading")).to_have_text("プリペイド残高（Pico）")
        assert_accessible(phone)
        look(phone, "home")

    def test_has_another_name_at_another_co_op(
        self, world: World, page: Page, jiro: Registered
    ) -> None:
        money.top_up(jiro.person, till=world.other_coop.till, yen=500, at=baskets.yesterday())
        log_in(page, jiro.login_id)
        expect(card(page, "プリペイド残高（Shio）")).to_contain_text("500円")
        expect(page.locator("body")).not_to_contain_text("Pico")

    def test_is_there_without_javascript(
        self, world: World, phone_without_javascript: Page, hanako: Registered
    ) -> None:
        log_in(phone_without_javascript, hanako.login_id)
        expect(card(phone_without_javascript, "プリペイド残高（Pico）")).to_contain_text("0円")
