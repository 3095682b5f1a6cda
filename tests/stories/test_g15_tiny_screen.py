"""G15: registering on a tiny phone without JavaScript, as plain text, and by keyboard alone."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import cast, money
from tests.stories import baskets, keyboard, registering
from tests.stories import browser as browsers
from tests.stories.conftest import Registered, World
from tests.stories.text_browser import TextBrowser

TINY_WIDTH = 240
# What reaches over the edge counts even where the page hides it.
REACHING_OUT = """width => [...document.body.querySelectorAll("*")]
    .filter(one => one.checkVisibility() && one.getBoundingClientRect().width > 1)
    .filter(one => one.getBoundingClientRect().right > width + 0.5)
    .filter(one => !one.closest(".table-frame, .chart, .unseen, .skip"))
    .map(one => `${one.tagName}.${one.className}`)"""


@pytest.fixture
def tiny(browser: Browser, world: World) -> Iterator[Page]:
    """The smallest phone there is, without scripts."""
    with browsers.on_phone(browser, world.servers.pages_url, javascript=False) as page:
        page.set_viewport_size({"width": TINY_WIDTH, "height": 320})
        yield page


def assert_fits(page: Page) -> None:
    """Nothing to be reached by scrolling sideways only."""
    # Asked of the element, which is waited for: between two pages there is none.
    width = page.locator("html").evaluate("page => page.scrollWidth")
    assert width <= TINY_WIDTH, page.url
    assert page.evaluate(REACHING_OUT, TINY_WIDTH) == [], page.url


class TestTinyScreen:
    def test_is_enough_for_the_whole_registration(
        self, tiny: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        hanako = registering.newcomer(world, numbers())
        tiny.goto("/")
        assert_fits(tiny)
        registering.log_in(tiny, hanako.member_number, "00000000")
        expect(tiny.get_by_role("alert")).to_be_visible()
        assert_fits(tiny)
        registering.log_in(tiny, hanako.member_number, hanako.provisional_password)
        registering.go_on(tiny)
        expect(tiny.get_by_role("alert")).to_contain_text("6件")
        assert_fits(tiny)
        address = f"{'a.rather.long.address.' * 2}onatinyscreen@mail.example"
        registering.fill_in(
            tiny,
            login_id="hanako.with.a.tiny.screen",
            address=address,
            kana="ツガル ハナコ",
            second_proof="361234",
        )
        code = registering.send_test(tiny, world, address)
        assert_fits(tiny)
        tiny.get_by_label("確認コード").fill("x")
        registering.go_on(tiny)
        expect(tiny.get_by_role("alert")).to_contain_text("確認コード")
        assert_fits(tiny)
        tiny.get_by_label("確認コード").fill(code)
        registering.go_on(tiny)
        assert_fits(tiny)
        registering.finish(tiny)
        assert_fits(tiny)
        registering.log_in(tiny, "hanako.with.a.tiny.screen", cast.PASSWORD)
        tiny.wait_for_url("**/home")
        assert_fits(tiny)

    def test_is_enough_to_press_the_button_behind_the_mailed_link(
        self, tiny: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        hanako = registering.newcomer(world, numbers())
        registering.log_in(tiny, hanako.member_number, hanako.provisional_password)
        address = "behind.the.tiny.screen@mail.example"
        tiny.locator("#id_mail").fill(address)
        registering.send_test(tiny, world, address)
        link = registering.link_in(world.servers.inbox.text(address))
        tiny.goto(link)
        assert_fits(tiny)
        tiny.get_by_role("button", name="このメールアドレスを確認する").click()
        assert_fits(tiny)
        tiny.goto(link)
        expect(tiny.get_by_role("heading", name="このリンクは使えなくなりました")).to_be_visible()
        assert_fits(tiny)
        tiny.goto("/registration")
        expect(tiny.get_by_text(f"✓ {address}")).to_be_visible()
        assert_fits(tiny)

    @pytest.mark.parametrize(
        "address", ["/help", "/help/mail", "/terms", "/privacy", "/registration"]
    )
    @pytest.mark.parametrize("language", ["ja", "en"])
    def test_shows_whole_what_is_open_to_all(self, tiny: Page, address: str, language: str) -> None:
        tiny.goto(address)
        if language == "en":
            tiny.get_by_role("button", name="English").click()
        expect(tiny.locator("html")).to_have_attribute("lang", language)
        assert_fits(tiny)

    @pytest.mark.parametrize("address", ["/", "/help", "/help/mail", "/terms", "/privacy"])
    def test_is_accessible_where_all_may_look(self, phone: Page, address: str) -> None:
        phone.set_viewport_size({"width": TINY_WIDTH, "height": 320})
        phone.goto(address)
        browsers.assert_accessible(phone)
        phone.get_by_role("button", name="English").click()
        browsers.assert_accessible(phone)

    def test_shows_a_members_pages_whole(
        self, tiny: Page, world: World, hanako: Registered
    ) -> None:
        till, at = world.coop.till, baskets.yesterday()
        money.top_up(hanako.person, till=till, yen=13_000, at=at)
        money.ring_up(hanako.person, money.line("若鶏の唐揚げ弁当", yen=3480), till=till, at=at)
        browsers.log_in(tiny, hanako.login_id)
        assert_fits(tiny)
        for tab in ("all", "food", "learning", "top-ups", "prepaid"):
            tiny.goto(baskets.history(tab))
            assert_fits(tiny)
        tiny.get_by_role("button", name="メニュー").click()
        tiny.get_by_role("button", name="ログアウト").click()
        expect(tiny.get_by_role("heading", name="マイページにログイン")).to_be_visible()


class TestTextBrowser:
    def test_is_enough_for_the_whole_registration(
        self, world: World, numbers: Callable[..., str]
    ) -> None:
        hanako = registering.newcomer(world, numbers())
        browser = TextBrowser(world.servers.pages_url)
        browser.open("/")
        browser.fill("ログインID", hanako.member_number)
        browser.fill("パスワード", hanako.provisional_password)
        browser.press("ログイン")
        browser.fill("フリガナ", "ツガル ハナコ")
        browser.fill("電話番号の下6桁", "361234")
        browser.fill("ご希望のログインID", "hanako.in.text")
        browser.fill("新しいパスワード", cast.PASSWORD)
        browser.fill("メールアドレス", "hanako.in.text@mail.example")
        browser.check("利用規約に同意します。")
        browser.press("メール送信テスト")
        text = world.servers.inbox.text("hanako.in.text@mail.example", containing="確認コード")
        browser.fill("確認コード", registering.code_in(text))
        browser.press("登録内容の確認へ")
        assert "hanako.in.text@mail.example" in browser.text
        browser.press("登録する")
        assert "本登録が完了しました" in browser.text
        browser.follow("ログイン画面へ")
        browser.fill("ログインID", "hanako.in.text")
        browser.fill("パスワード", cast.PASSWORD)
        browser.press("ログイン")
        assert "プリペイド残高（Pico）" in browser.text
        browser.follow("購入／入金履歴")
        browser.press("ログアウト")
        assert "マイページにログイン" in browser.text

    def test_is_told_in_words_what_is_wrong(
        self, world: World, numbers: Callable[..., str]
    ) -> None:
        hanako = registering.newcomer(world, numbers())
        browser = TextBrowser(world.servers.pages_url)
        browser.open("/")
        browser.fill("ログインID", hanako.member_number)
        browser.fill("パスワード", hanako.provisional_password)
        browser.press("ログイン")
        browser.press("登録内容の確認へ")
        assert "入力内容をご確認ください（6件）" in browser.text
        assert "フリガナ：フリガナを入力してください。" in browser.text
        browser.press("やめる")
        assert "マイページにログイン" in browser.text


class TestKeyboard:
    def test_is_enough_for_the_whole_registration(
        self, page: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        hanako = registering.newcomer(world, numbers())
        address = "hanako.by.keys@mail.example"
        page.goto("/")
        keyboard.type_into(page, "input[name=login_id]", hanako.member_number)
        keyboard.type_into(page, "input[name=password]", hanako.provisional_password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/registration")
        keyboard.type_into(page, "#id_kana", "ツガル ハナコ")
        keyboard.type_into(page, "#id_second_proof", "361234")
        keyboard.type_into(page, "#id_login_id", "hanako.by.keys")
        keyboard.type_into(page, "#id_password", cast.PASSWORD)
        keyboard.type_into(page, "#id_mail", address)
        keyboard.tab_to(page, "#id_consent")
        page.keyboard.press("Space")
        keyboard.tab_to(page, "button[value=mail_test]", backwards=True)
        page.keyboard.press("Enter")
        code = registering.code_in(world.servers.inbox.text(address, containing="確認コード"))
        keyboard.type_into(page, "#id_code", code)
        page.keyboard.press("Enter")
        page.wait_for_url("**/registration/confirmation")
        keyboard.tab_to(page, "main button[type=submit]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/registration/done")
        keyboard.tab_to(page, "main a")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="マイページにログイン")).to_be_visible()

    def test_jumps_over_what_stands_above_every_page(self, page: Page, world: World) -> None:
        page.goto("/")
        keyboard.tab_to(page, "a.skip")
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()

    def test_reaches_everything_on_a_page_and_shows_where_it_is(
        self, page: Page, world: World
    ) -> None:
        for address in ("/", "/help", "/help/mail", "/terms", "/privacy"):
            page.goto(address)
            for target in page.locator("a[href]:visible, button:visible").all():
                keyboard.tab_to(page, target)
