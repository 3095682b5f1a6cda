"""Guide rows B2 and G30 (use and statement): a right for the day, what is left of it, the pace."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from kumiai.meals import actions as meals
from kumiai.meals.rules import Plan
from tests.stories import servers
from tests.stories.browser import assert_accessible, card, log_in, look
from tests.stories.conftest import Registered, World

PLAN = "ミール1食プラン"


def hold_a_card(world: World, who: Registered) -> None:
    """Good every day, from fifty days ago until fifty days ahead."""
    today = servers.now().date()
    plan = Plan(
        name=PLAN,
        daily_limit_yen=650,
        weekdays=range(7),
        opens_at=None,
        closes_at=None,
        starts_on=today - timedelta(days=49),
        ends_on=today + timedelta(days=50),
    )
    meals.take_in_plans(coop_id=world.coop.id, plans=[plan])
    meals.hand_out_cards(coop_id=world.coop.id, plan_names={who.person.id: PLAN}, on=plan.starts_on)


def eat(world: World, who: Registered, *, yen: int) -> None:
    dish = {"code": "D1023", "name": "鶏の照焼き", "genre": "food", "quantity": 1, "tax_rate": 10}
    line = dish | {"unit_price": yen, "amount": yen, "meal_eligible": True}
    sale = {"card": who.person.card, "lines": [line], "tenders": [{"kind": "meal_card"}]}
    told = world.servers.post(world.coop.cafeteria_till, "/v1/purchases", sale).body
    assert told["meal"]["left_today"] == 650 - yen


class TestAMealCard:
    def test_shows_what_is_left_of_today(
        self, world: World, page: Page, phone: Page, hanako: Registered
    ) -> None:
        hold_a_card(world, hanako)
        eat(world, hanako, yen=480)
        log_in(page, hanako.login_id)
        panel = card(page, "ミールカードのご利用状況")
        expect(panel).to_contain_text("170円")
        look(page, "home-with-meal-card")
        panel.get_by_role("link", name="ミールカードの利用明細へ").click()
        expect(card(page, "今日のご利用")).to_contain_text("170円")
        expect(card(page, "累計のご利用")).to_contain_text("1日（これまでに使えた日は50日）")
        expect(card(page, "ご利用明細")).to_contain_text("鶏の照焼き")
        assert_accessible(page)
        look(page, "meal-card")
        log_in(phone, hanako.login_id)
        phone.goto("/meal-card")
        assert_accessible(phone)
        look(phone, "meal-card")

    def test_is_nothing_to_who_has_none(self, world: World, page: Page, taro: Registered) -> None:
        log_in(page, taro.login_id)
        expect(page.get_by_role("main")).not_to_contain_text("ミールカード")
        page.goto("/meal-card")
        expect(page.get_by_role("main")).to_contain_text("見つかりません")
