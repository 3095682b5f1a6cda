"""G01: who joined in 2014 or later is provisionally registered; full-width typing is folded."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import cast
from tests.stories import registering
from tests.stories.browser import assert_accessible, look
from tests.stories.conftest import World


class TestProvisionalRegistration:
    @pytest.mark.parametrize("style", ["plain", "full-width", "hyphens"])
    def test_opens_the_form_to_the_member(
        self, page: Page, world: World, numbers: Callable[..., str], style: str
    ) -> None:
        hanako = registering.newcomer(world, numbers())
        registering.log_in(
            page,
            _typed(hanako.member_number, style),
            _typed(hanako.provisional_password, style),
        )
        expect(page.get_by_role("heading", name="本登録", exact=True)).to_be_visible()

    @pytest.mark.parametrize("sign", ["p", "P", "ｐ"])
    def test_opens_the_form_to_the_guardian(
        self, phone: Page, world: World, numbers: Callable[..., str], sign: str
    ) -> None:
        hanako = registering.newcomer(world, numbers())
        registering.log_in(phone, hanako.member_number + sign, hanako.provisional_password)
        expect(phone.get_by_text("保護者の方の登録です。")).to_be_visible()

    def test_says_on_the_first_page_what_to_type(self, page: Page, world: World) -> None:
        page.goto("/")
        expect(page.get_by_role("heading", name="初めてログインされる方へ")).to_be_visible()
        expect(page.get_by_text("2101ではじまる12桁").first).to_be_visible()
        look(page, "login")
        assert_accessible(page)

    def test_lets_nobody_in_who_joined_before(
        self, page: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        older = registering.newcomer(world, numbers(joined=2010), cast.OLDER)
        registering.log_in(page, older.member_number, "001234")
        expect(page.get_by_text("ログインIDまたはパスワードが違います").first).to_be_visible()
        assert_accessible(page)


def _typed(digits: str, style: str) -> str:
    match style:
        case "full-width":
            return "".join(chr(ord(digit) + 0xFEE0) for digit in digits)
        case "hyphens":
            return f" {digits[:4]}-{digits[4:8]}-{digits[8:]} "
        case _:
            return digits
