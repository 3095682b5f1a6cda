"""G16: one address for PC and phone; the login page shows it as a QR code."""

import re

import segno
from playwright.sync_api import Page, expect

from tests.stories.conftest import World


class TestQrCode:
    def test_shows_a_phone_the_same_address(self, page: Page, phone: Page, world: World) -> None:
        page.goto("/")
        code = page.get_by_role("img", name="このページのアドレスのQRコード")
        expect(code).to_be_visible()
        expect(page.get_by_text(f"{world.servers.pages_url}/", exact=True)).to_be_visible()
        assert drawing(code.inner_html()) == drawing(
            segno.make(f"{world.servers.pages_url}/", micro=False).svg_inline(scale=4, border=2)
        )
        phone.goto("/")
        expect(phone.get_by_role("heading", name="マイページにログイン")).to_be_visible()
        expect(phone.get_by_text("スマートフォンで開く")).to_be_hidden()


def drawing(svg: str) -> str:
    """The dark squares."""
    found = re.search(r'\sd="([^"]+)"', svg)
    assert found
    return found[1]
