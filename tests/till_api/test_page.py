"""The description page in a real browser, on a phone and at a desk, light and dark."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.stories import browser as browsers
from tests.till_api.server import Tills


@pytest.fixture(scope="module")
def browser(tills: Tills) -> Iterator[Browser]:
    with browsers.chromium() as started:
        yield started


class TestThePage:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [240, 360, 768, 1280])
    def test_is_accessible_and_fits(
        self, tills: Tills, browser: Browser, width: int, scheme: str
    ) -> None:
        complaints: list[str] = []
        page = browser.new_page(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(f"http://127.0.0.1:{tills.port}/docs")
        browsers.assert_accessible(page)
        browsers.look(page, f"till-api-{scheme}")
        page.close()
        assert complaints == []

    def test_opens_at_the_error_a_till_was_told(self, tills: Tills, browser: Browser) -> None:
        told = tills.ask("GET", "/v1/status").body
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{tills.port}{told['type']}")
        assert page.locator(":target").inner_text() == "unauthorized"
        page.close()
