"""G60: the inquiry form is open without a login; the phone number is on every help page."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.stories import browser as browsers
from tests.stories import inquiring
from tests.stories.browser import assert_accessible, look
from tests.stories.conftest import World


class TestInquiry:
    def test_needs_no_login_and_is_confirmed_by_mail(
        self, page: Page, phone: Page, world: World
    ) -> None:
        page.goto("/")
        page.get_by_role("main").get_by_role("link", name="お問い合せ", exact=True).click()
        look(page, "inquiry")
        assert_accessible(page)
        page.get_by_label("組合員証の紛失・盗難").check()
        inquiring.fill_in(page, address="lost.card@mail.example", text="食堂でなくしました。")
        inquiring.send(page)
        look(page, "inquiry-sent")
        assert_accessible(page)
        confirmation = world.servers.inbox.text("lost.card@mail.example")
        assert "組合員証の紛失・盗難" in confirmation
        assert "食堂でなくしました。" not in confirmation
        copy = world.servers.inbox.wait("desk@klas.seikyou.jp", containing="食堂でなくしました。")
        assert "lost.card@mail.example" not in str(copy["Subject"])

    def test_works_without_javascript_on_a_tiny_screen(
        self, browser: Browser, world: World
    ) -> None:
        with browsers.on_phone(browser, world.servers.pages_url, javascript=False) as phone:
            phone.set_viewport_size({"width": 240, "height": 320})
            phone.goto("/inquiries/new?kind=other")
            look(phone, "inquiry-tiny")
            assert phone.locator("html").evaluate("page => page.scrollWidth") <= 240
            inquiring.fill_in(phone, address="tiny@mail.example", text="一行目\n二行目")
            inquiring.send(phone)
            text = world.servers.inbox.text("desk@klas.seikyou.jp", containing="tiny@mail.example")
            assert "一行目\r\n二行目" in text

    def test_says_everything_that_is_missing_at_once(self, phone: Page, world: World) -> None:
        phone.goto("/inquiries/new")
        phone.get_by_role("button", name="送信する").click()
        summary = phone.get_by_role("alert")
        expect(summary).to_contain_text("入力内容をご確認ください（4件）")
        expect(summary).to_be_focused()
        look(phone, "inquiry-errors")
        assert_accessible(phone)

    @pytest.mark.parametrize("path", ["/help", "/help/mail", "/inquiries/new", "/inquiries/sent"])
    def test_has_the_phone_number_beside_it(self, phone: Page, world: World, path: str) -> None:
        phone.goto(path)
        expect(phone.get_by_role("main").get_by_text("0172-34-4806")).to_be_visible()
