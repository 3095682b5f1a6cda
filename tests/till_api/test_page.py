"""The description page in a real browser, on a phone and at a desk, light and dark."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.stories import browser as browsers
from tests.till_api.server import Tills

# axe looks at thousands of elements here: it is asked at each end, and what fits at every width.
LOOKED_AT = [(360, "dark"), (1280, "light")]
WIDTHS = [240, 360, 768, 1280]


@pytest.fixture(scope="module")
def browser(tills: Tills) -> Iterator[Browser]:
    with browsers.chromium() as started:
        yield started


@contextmanager
def opened(browser: Browser, url: str, width: int = 360, **more: Any) -> Iterator[Page]:
    """The page at this width; the browser must not complain."""
    complaints: list[str] = []
    viewport = {"width": width, "height": 800}
    context = browser.new_context(viewport=viewport, **more)  # type: ignore[arg-type]
    page = context.new_page()
    page.set_default_timeout(browsers.WAIT_MS)
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(url)
    yield page
    context.close()
    assert complaints == []


class TestThePage:
    @pytest.mark.parametrize(("width", "scheme"), LOOKED_AT)
    def test_is_accessible(self, tills: Tills, browser: Browser, width: int, scheme: str) -> None:
        url = f"http://127.0.0.1:{tills.port}/docs"
        with opened(browser, url, width, color_scheme=scheme) as page:
            browsers.assert_accessible(page)

    def test_fits_every_screen(self, tills: Tills, browser: Browser) -> None:
        url = f"http://127.0.0.1:{tills.port}/docs"
        with opened(browser, url) as page:
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 800})
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, f"{wide} wide on a screen of {width}"

    def test_is_read_without_scripts(self, tills: Tills, browser: Browser) -> None:
        url = f"http://127.0.0.1:{tills.port}/docs"
        with opened(browser, url, java_script_enabled=False) as page:
            page.get_by_role("link", name="/v1/purchases").click()
            assert page.locator(":target").get_by_role("heading").first.is_visible()
            folded = page.locator("#post-purchases details").nth(1)
            folded.locator("summary").click()
            assert '"state": "settled"' in folded.locator("pre").inner_text()

    def test_opens_at_the_error_a_till_was_told(self, tills: Tills, browser: Browser) -> None:
        told = tills.ask("GET", "/v1/status").body
        with opened(browser, f"http://127.0.0.1:{tills.port}{told['type']}") as page:
            assert page.locator(":target").inner_text() == "unauthorized"
