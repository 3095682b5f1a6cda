"""Guide row G30 (nutrition): what meals held beside what a day should hold, and only theirs."""

from playwright.sync_api import Page, expect

from kumiai.meals import actions as meals
from tests import cast
from tests.meals.dish_files import RICE, dish_file, row
from tests.stories import servers
from tests.stories.browser import assert_accessible, card, log_in, look
from tests.stories.conftest import Registered, World
from tests.stories.test_b2_meal_card_today import hold_a_card


def know_the_dishes(world: World) -> None:
    now = servers.now()
    file = dish_file(row(), row(RICE), starts_on=now.date())
    meals.take_in_dishes(coop_id=world.coop.id, file=file, by=cast.OPERATOR, at=now)


def eat(world: World, who: Registered, *dishes: tuple[str, str]) -> None:
    lines = [
        {
            "code": code,
            "name": name,
            "genre": "food",
            "quantity": 1,
            "unit_price": 150,
            "amount": 150,
            "tax_rate": 10,
            "meal_eligible": True,
        }
        for code, name in dishes
    ]
    sale = {"card": who.person.card, "lines": lines, "tenders": [{"kind": "meal_card"}]}
    told = world.servers.post(world.coop.cafeteria_till, "/v1/purchases", sale)
    assert told.body["meal"]["used_today"] == 150 * len(dishes)


class TestNutrition:
    def test_is_shown_beside_the_references_and_hidden_on_wish(
        self, world: World, page: Page, phone: Page, hanako: Registered
    ) -> None:
        hold_a_card(world, hanako)
        know_the_dishes(world)
        eat(world, hanako, ("D1001", "鶏の唐揚げ"), ("D1100", "ライス中"), ("N1", "日替わり小鉢"))
        log_in(page, hanako.login_id)
        page.goto("/meal-card")
        page.get_by_role("link", name="栄養価を見る").click()
        main = page.get_by_role("main")
        expect(main).to_contain_text("1食、料理3点のうち2点の栄養価が分かっています")
        expect(main).to_contain_text("日替わり小鉢")
        expect(card(page, "1日の目安と比べる（食べた日の平均）")).to_contain_text(
            "661 / 1,950〜2,600 kcal"
        )
        look(page, "nutrition-week")
        assert_accessible(page)
        page.get_by_role("link", name="日", exact=True).click()
        expect(main).to_contain_text("ライス中")
        page.get_by_role("link", name="目安と表示の設定へ").click()
        page.get_by_label("女性").check()
        page.get_by_role("button", name="この内容にする").click()
        expect(main).to_contain_text("変更しました")
        assert_accessible(page)
        log_in(phone, hanako.login_id)
        phone.goto("/meal-card/nutrition")
        expect(phone.get_by_role("main")).to_contain_text("661 / 1,950 kcal")
        assert_accessible(phone)
        look(phone, "nutrition-week")
        page.get_by_role("button", name="栄養価を表示しない").click()
        expect(main).to_contain_text("表示しない設定になっています")
        expect(main).not_to_contain_text("kcal")
        page.get_by_role("button", name="もう一度表示する").click()
        expect(main).to_contain_text("661 / 1,950 kcal")

    def test_is_nothing_to_who_has_no_card(
        self, world: World, page: Page, taro: Registered
    ) -> None:
        log_in(page, taro.login_id)
        page.goto("/meal-card/nutrition")
        expect(page.get_by_role("main")).to_contain_text("見つかりません")
