"""G16: one address for PC and phone, and a QR code on the login page that leads to it."""

from base64 import b64encode

import segno
from playwright.sync_api import Browser, Page, expect

from tests.stories.browser import assert_accessible, log_in, look
from tests.stories.conftest import Registered, World

# The middle of every square of a picture that is `size` squares wide: whether it is dark.
DARK_SQUARES = """async ([png, size]) => {
    const picture = new Image();
    picture.src = "data:image/png;base64," + png;
    await picture.decode();
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const pen = canvas.getContext("2d");
    pen.drawImage(picture, 0, 0);
    const dark = (row, column) => pen.getImageData(
        Math.floor((column + 0.5) * picture.width / size),
        Math.floor((row + 0.5) * picture.height / size), 1, 1).data[0] < 128;
    const count = [...Array(size).keys()];
    return count.map(row => count.map(column => dark(row, column)));
}"""
BORDER = 2


def code_of(address: str) -> list[list[bool]]:
    """The squares of the address's code with its white border, by a program of its own."""
    return [
        [bool(square) for square in row]
        for row in segno.make(address, micro=False).matrix_iter(border=BORDER)
    ]


class TestOneSite:
    def test_shows_its_own_address_as_a_code_for_a_camera(
        self, browser: Browser, page: Page, phone: Page, world: World
    ) -> None:
        page.goto("/")
        drawing = page.get_by_role("img", name="このページのアドレスのQRコード")
        expect(drawing).to_be_visible()
        png = b64encode(drawing.locator("svg").screenshot(scale="css")).decode()
        wanted = code_of(page.url)
        camera = browser.new_page()
        seen = camera.evaluate(DARK_SQUARES, [png, len(wanted)])
        camera.close()
        assert seen == wanted
        assert seen != code_of(page.url + "m")
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
