"""G14: the registration details are shown and changed; the new address is proven, the old told."""

import re

from playwright.sync_api import Browser, Page, expect

from tests import cast
from tests.stories import browser as browsers
from tests.stories.browser import assert_accessible, card, log_in, look
from tests.stories.conftest import Registered, World

NEW_PASSWORD = "みどりの傘が三本ある"


def open_form(page: Page) -> None:
    page.goto("/registration-details")
    page.get_by_role("link", name="変更する", exact=True).click()


def change(page: Page, *, current: str = cast.PASSWORD, **typed: str) -> None:
    open_form(page)
    for field, text in typed.items():
        page.locator(f"#id_{field}").fill(text)
    page.locator("#id_current_password").fill(current)
    page.get_by_role("button", name="変更する", exact=True).click()


def code_for(world: World, address: str) -> str:
    text = world.servers.inbox.text(address, containing="確認コード")
    found = re.search(r"確認コード：(\d{6})", text)
    assert found
    return found[1]


class TestRegistrationDetails:
    def test_show_what_is_registered_and_lead_to_the_form(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        log_in(page, hanako.login_id)
        page.get_by_role("link", name="登録情報の確認・変更").click()
        details = card(page, "登録内容")
        expect(details).to_contain_text(hanako.login_id)
        expect(details).to_contain_text(f"{hanako.login_id}@mail.example")
        expect(details).to_contain_text("表示しません")
        expect(card(page, "ログインと変更の履歴")).to_contain_text("ログインしました")
        look(page, "details")
        assert_accessible(page)
        open_form(page)
        look(page, "details-edit")
        assert_accessible(page)

    def test_change_the_mail_address_once_the_new_one_is_proven(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        old = f"{hanako.login_id}@mail.example"
        new = f"new.{hanako.login_id}@mail.example"
        log_in(page, hanako.login_id)
        change(page, mail=new)
        code = code_for(world, new)
        expect(page.get_by_text(f"{new} に送信しました")).to_be_visible()
        look(page, "mail-change")
        assert_accessible(page)
        page.goto("/registration-details")
        expect(card(page, "登録内容")).to_contain_text(old)
        page.get_by_role("link", name="確認コードを入力する").click()
        page.get_by_label("確認コード").fill(code)
        page.get_by_role("button", name="このアドレスに変更する").click()
        expect(card(page, "登録内容")).to_contain_text(new)
        look(page, "details-changed")
        assert world.servers.inbox.wait(old, containing="このメールが最後です")
        assert world.servers.inbox.wait(new, containing="このアドレスにお送りします")

    def test_take_the_button_behind_the_link_and_send_other_browsers_out(
        self, world: World, page: Page, phone: Page, hanako: Registered
    ) -> None:
        new = f"link.{hanako.login_id}@mail.example"
        log_in(page, hanako.login_id)
        change(page, mail=new)
        text = world.servers.inbox.text(new, containing="確認コード")
        link = next(line for line in text.splitlines() if line.startswith("http"))
        for _scan in range(2):
            phone.goto(link)
        look(phone, "mail-change-proof")
        assert_accessible(phone)
        phone.get_by_role("button", name="このメールアドレスに変更する").click()
        expect(phone.get_by_role("heading", name="メールアドレスを変更しました")).to_be_visible()
        page.goto("/home")
        expect(page.get_by_role("heading", name="マイページにログイン")).to_be_visible()
        phone.goto(link)
        expect(phone.get_by_role("heading", name="使えなくなりました")).to_be_visible()

    def test_change_password_and_login_id_and_end_the_other_sessions(
        self, world: World, page: Page, phone: Page, hanako: Registered
    ) -> None:
        log_in(phone, hanako.login_id)
        log_in(page, hanako.login_id)
        key = _session_of(page)
        wished = f"hana.{hanako.person.member_number}"
        change(page, login_id=wished)
        expect(page.get_by_role("status")).to_contain_text("ログインID")
        change(page, password=NEW_PASSWORD)
        expect(page.get_by_role("status")).to_contain_text("パスワード")
        assert _session_of(page) != key
        phone.goto("/registration-details")
        expect(phone.get_by_role("heading", name="マイページにログイン")).to_be_visible()
        log_in(phone, wished, NEW_PASSWORD)
        phone.wait_for_url("**/home")
        address = f"{hanako.login_id}@mail.example"
        assert wished in world.servers.inbox.text(address, containing="・ログインID")
        assert "電話" in world.servers.inbox.text(address, containing="・パスワード")

    def test_are_changed_with_the_keyboard_alone(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        log_in(page, hanako.login_id)
        page.goto("/registration-details/edit")
        page.locator("#id_mail").focus()
        page.keyboard.press("Tab")
        expect(page.locator("#id_login_id")).to_be_focused()
        page.keyboard.insert_text(f"key.{hanako.person.member_number}")
        page.keyboard.press("Tab")
        expect(page.locator("#id_password")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        expect(page.locator("#id_current_password")).to_be_focused()
        page.keyboard.insert_text(cast.PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_contain_text("ログインID")

    def test_list_the_sessions_and_end_one(
        self, world: World, page: Page, phone: Page, hanako: Registered
    ) -> None:
        log_in(phone, hanako.login_id)
        log_in(page, hanako.login_id)
        page.goto("/registration-details")
        devices = card(page, "ログイン中の端末")
        expect(devices).to_contain_text("この端末")
        expect(devices).to_contain_text("127.0.0.*")
        look(page, "details-sessions")
        devices.get_by_role("button", name="ログアウトさせる").click()
        expect(devices.get_by_role("button", name="ログアウトさせる")).to_have_count(0)
        phone.goto("/home")
        expect(phone.get_by_role("heading", name="マイページにログイン")).to_be_visible()

    def test_say_what_is_wrong_under_the_field(
        self, world: World, phone_without_javascript: Page, hanako: Registered, taro: Registered
    ) -> None:
        phone = phone_without_javascript
        log_in(phone, hanako.login_id)
        for field, typed, words in (
            ("password", f"{hanako.person.row.birth_date:%Y%m%d}", "生年月日"),
            ("password", "password", "よく使われていて"),
            ("login_id", taro.person.member_number, "組合員番号は使えません"),
            ("login_id", "hana🌸hana", "半角の英字"),
            ("login_id", "postmaster", "別のIDにしてください"),
            ("login_id", taro.login_id, "すでに使われています"),
            ("mail", "no address", "メールアドレスの形"),
        ):
            change(phone, **{field: typed})
            expect(phone.locator(f"#id_{field}_error")).to_contain_text(words)
        look(phone, "details-errors")
        change(phone, login_id="hanako.other", current="wrong")
        expect(phone.locator("#id_current_password_error")).to_contain_text("違います")

    def test_are_in_english_on_a_screen_of_240(
        self, world: World, browser: Browser, mother: Registered
    ) -> None:
        with browsers.on_phone(browser, world.servers.pages_url, javascript=False) as phone:
            phone.set_viewport_size({"width": 240, "height": 320})
            log_in(phone, mother.login_id)
            open_form(phone)
            phone.get_by_label("English").check()
            phone.locator("#id_current_password").fill(cast.PASSWORD)
            phone.get_by_role("button", name="変更する", exact=True).click()
            expect(phone.get_by_role("heading", name="Registration details")).to_be_visible()
            for path in ("", "/edit"):
                phone.goto("/registration-details" + path)
                look(phone, "tiny-details" + path.replace("/", "-"))
                assert phone.locator("html").evaluate("page => page.scrollWidth") <= 240, path


def _session_of(page: Page) -> str:
    named = {cookie.get("name"): cookie.get("value", "") for cookie in page.context.cookies()}
    return str(named["kumiai-session"])
