"""The office and its meal plans: one is added, held, given other numbers from a day on."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests import office as people
from tests.stories import office, servers
from tests.stories.browser import assert_accessible, card, log_in, look
from tests.stories.conftest import Registered, World

NAME = "春の昼食"


class TestMealPlans:
    def test_change_from_a_day_on_for_whoever_holds_a_card(
        self, page: Page, phone: Page, world: World, hanako: Registered
    ) -> None:
        today = servers.now().date()
        manager = people.manager(world.coop)
        office.open_for(page, manager, "/office/meal-plans/new")
        page.get_by_label("プランの名前").fill(NAME)
        page.get_by_label("1日の上限（円）").fill("６００")
        for weekday in "月火水木金":
            page.get_by_label(weekday, exact=True).check()
        page.get_by_label("始まりの時刻").fill("11:00")
        page.get_by_label("終わりの時刻").fill("14:00")
        add_breakfast(page)
        page.get_by_label("初日").fill(f"{today + timedelta(days=1)}")
        page.get_by_label("最終日").fill(f"{today + timedelta(days=60)}")
        page.get_by_label("理由").fill("春のプラン")
        page.get_by_role("button", name="変わるところを確認する").click()
        expect(page.locator("#changes")).to_contain_text("00:00〜10:00（200円まで）、11:00〜14:00")
        assert_accessible(page)
        look(page, "office-meal-plan-new")
        page.get_by_role("button", name="この内容で保存する").click()
        page.wait_for_url("**/office/meal-plans")

        number = hanako.person.member_number
        office.open_for(phone, people.desk(world.coop), f"/office/members/{number}/meal-card")
        phone.get_by_label(NAME).check()
        phone.get_by_label("いつから").fill(f"{today}")
        phone.get_by_label("理由").fill("窓口での申込み")
        assert_accessible(phone)
        look(phone, "office-member-meal-card")
        phone.get_by_role("button", name="ミールカードを渡す").click()
        expect(phone.get_by_text("ミールカードを使えるようにしました。")).to_be_visible()

        page.get_by_role("link", name=f"変更する {NAME}").click()
        page.get_by_label("いつから").fill(f"{today + timedelta(days=10)}")
        page.get_by_label("1日の上限（円）").fill("800")
        page.get_by_label("理由").fill("米の値上がり")
        page.get_by_role("button", name="変わるところを確認する").click()
        expect(page.locator("#changes")).to_contain_text("持つ1人に適用されます")
        expect(page.locator("#changes")).to_contain_text("800円")
        expect(page.locator("#changes")).not_to_contain_text("00:00〜10:00")
        assert_accessible(page)
        look(page, "office-meal-plan-change")
        page.get_by_role("button", name="この内容で保存する").click()
        page.wait_for_url("**/office/meal-plans")
        expect(page.get_by_role("row").filter(has_text=NAME)).to_have_count(2)
        assert_accessible(page)
        look(page, "office-meal-plans")
        office.open_for(phone, manager, "/office/meal-plans")
        assert_acts_stand_side_by_side(phone)

        # She has one card, to the last day.
        log_in(phone, hanako.login_id)
        phone.goto("/meal-card")
        last = today + timedelta(days=60)
        expect(phone.get_by_role("main")).to_contain_text(f"{last.month}月{last.day}日")
        expect(phone.get_by_role("main")).to_contain_text(NAME)
        expect(card(phone, "今日のご利用")).to_contain_text("これから変わること")
        assert_accessible(phone)

        page.get_by_role("link", name=f"最終日を変える {NAME}").click()
        page.get_by_label("最終日").fill(f"{today + timedelta(days=30)}")
        page.get_by_label("理由").fill("食堂の改修")
        page.get_by_role("button", name="変わるところを確認する").click()
        expect(card(page, "変わるところ")).to_contain_text("1人のミールカードの最終日が変わります")
        assert_accessible(page)
        page.get_by_role("button", name="この内容で保存する").click()
        page.wait_for_url("**/office/meal-plans")


def add_breakfast(page: Page) -> None:
    """Hours of their own before those of lunch, and less on Saturdays."""
    page.get_by_label("土曜日の上限（円）").fill("400")
    page.get_by_text("時間帯を分ける").click()
    page.get_by_label("時間帯2の始まり").fill("0:00")
    page.get_by_label("時間帯2の終わり").fill("10:00")
    page.get_by_label("時間帯2の上限").fill("200")


def assert_acts_stand_side_by_side(phone: Page) -> None:
    """What scrolls sideways needs no second line: each row would be three lines high."""
    links = phone.get_by_role("row").filter(has_text=NAME).last.get_by_role("link").all()
    assert len(links) == 3
    assert len({link.evaluate("link => link.getBoundingClientRect().top") for link in links}) == 1
