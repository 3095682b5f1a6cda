"""The office and the cafeteria: dishes taken in, and an outage made good by two people."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests import office
from tests.meals.dish_files import RICE, raw, row
from tests.stories import office as offices
from tests.stories import servers
from tests.stories.browser import assert_accessible, card, log_in, look
from tests.stories.conftest import Registered, World
from tests.stories.test_b2_meal_card_today import hold_a_card


def choose(page: Page, content: bytes) -> None:
    file = {"name": "dishes.csv", "mimeType": "text/csv", "buffer": content}
    page.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]
    page.get_by_role("button", name="内容を確かめる").click()


class TestDishes:
    def test_are_looked_at_and_taken_in(self, world: World, page: Page) -> None:
        offices.open_for(page, office.desk(world.coop), "/office/dishes/file")
        choose(page, raw(row(), row(RICE, protein_mg="五")))
        expect(page.get_by_role("main")).to_contain_text("3行目 たんぱく質(g)：")
        assert_accessible(page)
        look(page, "office-dish-file-wrong")
        choose(page, raw(row(), row(RICE)))
        page.get_by_role("button", name="取り込む", exact=True).click()
        expect(page.get_by_role("main")).to_contain_text("取り込みました")
        assert_accessible(page)
        look(page, "office-dishes")


class TestLunchCompensation:
    def test_takes_two_people_and_reaches_the_holder(
        self, world: World, page: Page, phone: Page, hanako: Registered
    ) -> None:
        hold_a_card(world, hanako)
        today = servers.now().date()
        offices.open_for(phone, office.desk(world.coop), "/office/lunch-compensation")
        phone.get_by_label("障害の日").fill(f"{today - timedelta(days=1)}")
        phone.get_by_label("始まった時刻").fill("11:30")
        phone.get_by_label("終わった時刻").fill("13:00")
        phone.get_by_label("1人の上限（円）").fill("500")
        phone.locator("input[name=given_from]").fill(f"{today + timedelta(days=1)}")
        phone.locator("textarea[name=reason]").fill("レジの通信が止まった")
        phone.get_by_role("button", name="対象と金額を見る").click()
        expect(card(phone, "いま計算すると")).to_contain_text("補償を受ける方")
        assert_accessible(phone)
        look(phone, "office-lunch-compensation")
        phone.get_by_role("button", name="この内容で承認を依頼する").click()
        phone.wait_for_url("**/office/approvals/*")
        asked = phone.url
        offices.open_for(page, office.manager(world.coop), asked)
        page.locator("textarea[name=answer]").fill("障害の記録を見た")
        page.get_by_role("button", name="承認").first.click()
        page.wait_for_url("**/office/approvals")
        log_in(page, hanako.login_id)
        page.goto("/meal-card")
        expect(card(page, "今日のご利用")).to_contain_text("いつもの上限より500円多く")
        look(page, "meal-card-compensated")
