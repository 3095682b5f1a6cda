"""G16: one address for PC and phone, and a QR code on the login page that leads to it."""

from playwright.sync_api import Browser, Page, expect

from tests.stories import qr
from tests.stories.browser import assert_accessible, log_in, look
from tests.stories.conftest import Registered, World


class TestOneSite:
    def test_shows_its_own_address_as_a_code_for_a_camera(
        self, browser: Browser, page: Page, phone: Page, world: World
    ) -> None:
        page.goto("/")
        drawing = page.get_by_role("img", name="このページのアドレスのQRコード")
        expect(drawing).to_be_visible()
        wanted = qr.code_of(page.url)
        seen = qr.seen(browser, drawing, size=len(wanted))
        assert seen == wanted
        assert seen != qr.code_of(page.url + "m")
        expect(page.get_by_text(f"{world.servers.pages_url}/", exact=True)).to_be_visible()
        phone.goto("/")
        expect(phone.get_by_role("heading", name="マイページにログイン")).to_be_visible()
        expect(phone.get_by_text("スマートフォンで開く")).to_be_hidden()

    def test_is_the_same_for_pc_and_phone(
        self, page: Page, phone: Page, hanako: Registered
    ) -> None:
        for screen in (page, phone):
            screen.goto("/")
            look(screen, "login")
            assert_accessible(screen)
            log_in(screen, hanako.login_id)
            screen.wait_for_url("**/home")
            expect(screen.get_by_role("heading", name="プリペイド残高（Pico）")).to_be_visible()
        assert page.url == phone.url
