"""G15: registering works on a phone, without JavaScript, on a tiny screen, by keys alone."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import cast
from tests.stories import browser as browsers
from tests.stories import registering
from tests.stories.browser import look
from tests.stories.conftest import World

ADDRESS = "tiny.phone@mail.example"


@pytest.fixture
def tiny(browser: Browser, world: World) -> Iterator[Page]:
    """A phone from before smartphones: 240 pixels wide, and no JavaScript."""
    with browsers.on_phone(browser, world.servers.pages_url, javascript=False) as phone:
        phone.set_viewport_size({"width": 240, "height": 320})
        yield phone


class TestTinyScreen:
    def test_is_enough_to_register(
        self, tiny: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        hanako = registering.newcomer(world, numbers())
        registering.log_in(tiny, hanako.member_number, hanako.provisional_password)
        registering.complete(tiny, world, hanako, login_id="tiny.screen")
        assert tiny.evaluate("document.documentElement.scrollWidth") <= 240
        look(tiny, "tiny-done")
        registering.log_in(tiny, "tiny.screen", cast.PASSWORD)
        tiny.wait_for_url("**/home")

    def test_needs_no_pointer(self, page: Page, world: World, numbers: Callable[..., str]) -> None:
        hanako = registering.newcomer(world, numbers())
        page.goto("/")
        page.locator("#id_login_id").focus()
        type_on(page, hanako.member_number, hanako.provisional_password)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="本登録", exact=True)).to_be_visible()
        page.locator("#id_kana").focus()
        type_on(page, hanako.row.kana, hanako.row.home_phone[-6:], "by.keys.alone", cast.PASSWORD)
        page.keyboard.press("Tab")
        page.keyboard.insert_text(ADDRESS)
        press(page, "メール送信テスト")
        page.wait_for_load_state()
        text = world.servers.inbox.text(ADDRESS, containing="確認コード")
        page.locator("#id_code").focus()
        page.keyboard.insert_text(text.partition("確認コード：")[2][:6])
        walk_to(page, "[name=consent]")
        page.keyboard.press("Space")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="登録内容の確認")).to_be_visible()
        press(page, "登録する")
        expect(page.get_by_role("heading", name="本登録が完了しました")).to_be_visible()


def type_on(page: Page, *texts: str) -> None:
    """Into the field one is in, and the fields after it."""
    for index, text in enumerate(texts):
        if index:
            page.keyboard.press("Tab")
        page.keyboard.insert_text(text)


def press(page: Page, button: str) -> None:
    """Walk to a button with the Tab key, and press it."""
    walk_to(page, f"button:text-is('{button}')")
    page.keyboard.press("Enter")


def walk_to(page: Page, selector: str) -> None:
    wanted = page.locator(selector).last
    for _ in range(40):
        if wanted.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not lead to {selector}")
