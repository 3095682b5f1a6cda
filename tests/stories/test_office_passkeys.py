"""Passkeys of the office: one is added, takes the place of the app's digits, and is removed."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import office
from tests.stories import browser as browsers
from tests.stories import office as offices
from tests.stories.browser import assert_accessible, card, look
from tests.stories.conftest import World
from tests.stories.test_g14_passkeys import DEVICE


@pytest.fixture
def device(browser: Browser, world: World) -> Iterator[Page]:
    """A browser with a finger on its sensor, under a host name."""
    url = world.servers.pages_url.replace("127.0.0.1", "localhost")
    with browsers.at_desk(browser, url) as page:
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
        yield page


def type_in(page: Page, *, name: str) -> None:
    page.goto("/office/passkeys")
    page.get_by_label("パスキーの名前").fill(name)
    page.get_by_label("いまのパスワード").fill(office.PASSWORD)


class TestPasskeys:
    def test_take_the_place_of_the_digits_until_they_are_removed(
        self, world: World, device: Page
    ) -> None:
        person = office.desk(world.coop)
        offices.open_for(device, person, "/office/passkeys")
        mine = card(device, "登録しているパスキー")
        type_in(device, name="窓口のPC")
        # Pressed twice, as on a desktop icon: one is added.
        device.get_by_role("button", name="パスキーを追加する").dblclick()
        expect(mine.get_by_role("link", name="削除")).to_have_count(1)
        assert_accessible(device)

        type_in(device, name="もう一度")
        device.get_by_role("button", name="パスキーを追加する").click()
        expect(device.get_by_text("この端末のパスキーは、もう登録されています")).to_be_visible()
        expect(device.get_by_text("パスキーは作成されませんでした")).to_be_hidden()
        look(device, "office-passkey-already")

        device.get_by_role("button", name="ログアウト").click()
        device.goto("/office/members")
        device.get_by_label("ログインID").fill(person.login_id)
        device.get_by_label("パスワード").fill(office.PASSWORD)
        device.get_by_role("button", name="次へ", exact=True).click()
        device.get_by_role("button", name="パスキーで確認する").click()
        device.wait_for_url("**/office/members")

        device.goto("/office/passkeys")
        mine.get_by_role("link", name="削除").click()
        device.get_by_label("いまのパスワード").fill(office.PASSWORD)
        device.get_by_role("button", name="このパスキーを削除する").click()
        expect(mine).to_contain_text("まだありません")
