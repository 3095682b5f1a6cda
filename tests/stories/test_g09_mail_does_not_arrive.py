"""G09: mail is out within a minute; a page says what to do when it does not arrive."""

import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests import cast
from tests.stories import browser as browsers
from tests.stories import registering
from tests.stories.browser import assert_accessible, look
from tests.stories.conftest import World
from tests.stories.servers import MAIL_SECONDS_MAX


class TestMailDoesNotArrive:
    def test_is_out_within_a_minute(
        self, page: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        hanako = registering.newcomer(world, numbers())
        registering.log_in(page, hanako.member_number, hanako.provisional_password)
        page.locator("#id_mail").fill("quick@mail.example")
        began = time.monotonic()
        registering.send_test(page, world, "quick@mail.example")
        assert time.monotonic() - began < 60

    def test_shows_the_senders_domain_as_it_is_configured(
        self, page: Page, phone: Page, world: World
    ) -> None:
        for visitor in (page, phone):
            visitor.goto("/help/mail")
            expect(visitor.get_by_text("@klas.seikyou.jp", exact=True)).to_be_visible()
            look(visitor, "help-mail")
            assert_accessible(visitor)
            visitor.goto("/help")
            look(visitor, "help")
            assert_accessible(visitor)
            visitor.goto("/terms")
            look(visitor, "terms")
            assert_accessible(visitor)

    def test_says_in_plain_words_what_the_server_answered(
        self, page: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        hanako = registering.newcomer(world, numbers())
        registering.log_in(page, hanako.member_number, hanako.provisional_password)
        for address, words in (
            ("550@mail.example", "この宛先は見つからない"),
            ("450@mail.example", "いまは受け取れない"),
        ):
            page.locator("#id_mail").fill(address)
            page.get_by_role("button", name="メール送信テスト").click()
            expect(page.get_by_text(words)).to_be_visible()
            look(page, f"mail-{address[:3]}")
            assert_accessible(page)

    def test_flags_a_dead_address_on_its_owners_pages(
        self, page: Page, phone: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        taro = registering.newcomer(world, numbers(), cast.TARO)
        login_id = f"taro.{taro.member_number}"
        cast.full_login(taro, login_id=login_id, mail=f"550.{login_id}@mail.example")
        browsers.log_in(page, login_id)
        page.goto("/registration-details/edit")
        page.locator("#id_login_id").fill(f"t.{taro.member_number}")
        page.locator("#id_current_password").fill(cast.PASSWORD)
        page.get_by_role("button", name="変更する", exact=True).click()
        flagged = page.get_by_text("登録のメールアドレスにメールが届きません")
        expect(_reloaded_until(page, flagged)).to_be_visible()
        page.goto("/home")
        expect(flagged).to_be_visible()
        look(page, "mail-dead")
        assert_accessible(page)


def _reloaded_until(page: Page, seen: Locator) -> Locator:
    """The mail goes out meanwhile."""
    deadline = time.monotonic() + MAIL_SECONDS_MAX
    while not seen.is_visible() and time.monotonic() < deadline:
        page.reload()
    return seen
