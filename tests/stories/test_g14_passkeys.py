"""G14: passkeys are added, named, removed, and logged in with, on a device the browser plays."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import cast
from tests.stories import browser as browsers
from tests.stories.browser import assert_accessible, card, log_in, look
from tests.stories.conftest import Registered, World

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def device(browser: Browser, world: World) -> Iterator[Page]:
    """A browser with a finger on its sensor. Passkeys want a host name, not an address."""
    url = world.servers.pages_url.replace("127.0.0.1", "localhost")
    with browsers.at_desk(browser, url) as page:
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        yield page


def add(page: Page, *, name: str, password: str = cast.PASSWORD) -> None:
    page.goto("/registration-details/passkeys")
    page.locator("#id_name").fill(name)
    page.locator("#id_current_password").fill(password)
    page.get_by_role("button", name="パスキーを追加する").click()


def log_out(page: Page) -> None:
    page.get_by_role("button", name="ログアウト", exact=True).click()
    expect(page.get_by_role("heading", name="マイページにログイン")).to_be_visible()


class TestPasskeys:
    def test_open_the_pages_without_a_password_until_they_are_removed(
        self, world: World, device: Page, hanako: Registered
    ) -> None:
        log_in(device, hanako.login_id)
        device.goto("/registration-details")
        device.get_by_role("link", name="パスキー").click()
        look(device, "passkeys-none")
        assert_accessible(device)
        add(device, name="わたしの電話")
        mine = card(device, "登録しているパスキー")
        expect(mine).to_contain_text("わたしの電話")
        told = world.servers.inbox.text(f"{hanako.login_id}@mail.example", containing="追加され")
        assert "わたしの電話" in told
        log_out(device)
        look(device, "login-with-passkey")
        assert_accessible(device)
        device.get_by_role("button", name="パスキーでログイン").click()
        device.wait_for_url("**/home")
        device.goto("/registration-details/passkeys")
        expect(mine).to_contain_text("最後に使ったのは")
        look(device, "passkeys")
        mine.get_by_role("link", name="名前の変更・削除").click()
        look(device, "passkey")
        assert_accessible(device)
        device.locator("#id_current_password").fill(cast.PASSWORD)
        device.get_by_role("button", name="このパスキーを削除する").click()
        expect(mine).to_contain_text("まだありません")
        log_out(device)
        device.get_by_role("button", name="パスキーでログイン").click()
        expect(device.get_by_role("alert")).to_contain_text("ログインできませんでした")

    def test_take_the_password_and_another_name(
        self, world: World, device: Page, hanako: Registered
    ) -> None:
        log_in(device, hanako.login_id)
        add(device, name="電話", password="wrong")
        expect(device.locator("#id_current_password_error")).to_contain_text("違います")
        add(device, name="電話")
        device.get_by_role("link", name="名前の変更・削除").click()
        device.locator("#id_name").fill("古い電話")
        device.locator("#id_current_password").fill(cast.PASSWORD)
        device.get_by_role("button", name="名前を変更する").click()
        expect(card(device, "登録しているパスキー")).to_contain_text("古い電話")

    def test_are_not_offered_without_javascript(
        self, world: World, phone_without_javascript: Page, hanako: Registered
    ) -> None:
        phone = phone_without_javascript
        phone.goto("/")
        expect(phone.get_by_role("button", name="パスキーでログイン")).to_be_hidden()
        log_in(phone, hanako.login_id)
        phone.goto("/registration-details/passkeys")
        expect(phone.get_by_text("このブラウザーではパスキーを追加できません")).to_be_visible()
