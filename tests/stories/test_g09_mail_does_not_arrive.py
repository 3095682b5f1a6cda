"""G09: mail is out within a minute; a page says what to do when it does not arrive."""

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.stories import registering
from tests.stories.browser import assert_accessible, look
from tests.stories.conftest import World


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
