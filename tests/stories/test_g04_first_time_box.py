"""G04: who joined in 2013 or before comes in by the first-time box, a mail, and its link."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import cast
from tests.stories import applying, registering
from tests.stories import browser as browsers
from tests.stories.browser import assert_accessible, look
from tests.stories.conftest import World

WIDEST = "document.documentElement.scrollWidth"


@pytest.fixture
def older(world: World, numbers: Callable[..., str]) -> cast.Person:
    return registering.newcomer(world, numbers(joined=2010), cast.OLDER)


class TestFirstTimeBox:
    def test_leads_to_a_login_of_ones_own(
        self, page: Page, phone: Page, world: World, older: cast.Person
    ) -> None:
        login_id, address = f"sakura.{older.id}", f"sakura.{older.id}@mail.example"
        applying.type_number(page, older.member_number)
        look(page, "first-time-form")
        assert_accessible(page)
        applying.fill_in(page, older, login_id=login_id, address=address)
        look(page, "first-time-confirmation")
        assert_accessible(page)
        link = applying.apply(page, world, address=address)
        look(page, "first-time-sent")
        assert_accessible(page)
        phone.goto(link)
        phone.goto(link)  # opening it, as a scanner does, uses nothing up
        look(phone, "full-registration")
        assert_accessible(phone)
        applying.register(phone, login_id=login_id)
        expect(phone.get_by_role("heading", name="本登録が完了しました")).to_be_visible()
        look(phone, "full-registration-done")
        assert_accessible(phone)
        assert login_id in world.servers.inbox.text(address, containing="本登録が完了しました")
        registering.log_in(phone, login_id, cast.PASSWORD)
        phone.wait_for_url("**/home")
        page.goto(link)
        look(page, "full-registration-over")
        expect(page.get_by_text("このURLは使えなくなりました")).to_be_visible()
        assert_accessible(page)

    def test_takes_the_guardian_with_a_p_without_javascript_on_a_tiny_screen(
        self, browser: Browser, world: World, older: cast.Person
    ) -> None:
        with browsers.on_phone(browser, world.servers.pages_url, javascript=False) as phone:
            phone.set_viewport_size({"width": 240, "height": 320})
            login_id, address = f"guardian.{older.id}", f"guardian.{older.id}@mail.example"
            applying.type_number(phone, older.member_number + "ｐ")
            expect(phone.get_by_text("保護者の方の登録です。")).to_be_visible()
            look(phone, "first-time-guardian")
            assert phone.evaluate(WIDEST) <= 240
            applying.fill_in(phone, older, login_id=login_id, address=address)
            phone.goto(applying.apply(phone, world, address=address))
            look(phone, "full-registration-guardian")
            assert phone.evaluate(WIDEST) <= 240
            applying.register(phone, login_id=login_id)
            registering.log_in(phone, login_id, cast.PASSWORD)
            phone.wait_for_url("**/home")

    def test_lets_a_guardian_of_two_members_use_one_address(
        self, page: Page, world: World, older: cast.Person, numbers: Callable[..., str]
    ) -> None:
        sister = registering.newcomer(world, numbers(joined=2011), cast.OLDER)
        address = f"both.{older.id}@mail.example"
        for person in (older, sister):
            login_id = f"ume.{person.member_number[-4:]}.both"
            applying.type_number(page, person.guardian_login_id)
            applying.fill_in(page, person, login_id=login_id, address=address)
            page.goto(applying.apply(page, world, address=address))
            applying.register(page, login_id=login_id)
            assert login_id in world.servers.inbox.text(address, containing=login_id)
            registering.log_in(page, login_id, cast.PASSWORD)
            page.wait_for_url("**/home")
            page.get_by_role("button", name="ログアウト").first.click()

    def test_says_what_is_wrong_and_keeps_what_was_typed(
        self, phone: Page, world: World, older: cast.Person
    ) -> None:
        applying.type_number(phone, older.member_number)
        phone.get_by_label("フリガナ").fill("ウメ")
        phone.get_by_label("ご希望のログインID").fill("postmaster")
        phone.get_by_role("button", name="登録内容確認").click()
        summary = phone.get_by_role("alert")
        expect(summary).to_be_focused()
        expect(summary).to_contain_text("このIDはお使いいただけません")
        expect(phone.get_by_label("フリガナ")).to_have_value("ウメ")
        look(phone, "first-time-errors")
        assert_accessible(phone)

    def test_tells_later_members_that_nothing_is_to_be_entered(
        self, page: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        hanako = registering.newcomer(world, numbers())
        applying.type_number(page, hanako.member_number)
        expect(page.get_by_text("ここでの入力は不要です。")).to_be_visible()
        look(page, "first-time-provisional")
        assert_accessible(page)
        page.get_by_role("link", name="ログイン画面へ").click()
        registering.log_in(page, hanako.member_number, hanako.provisional_password)
        expect(page.get_by_role("heading", name="本登録", exact=True)).to_be_visible()
