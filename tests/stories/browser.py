"""A real browser for stories: the system's Chromium, at a desk and on a small phone."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page

from tests import browsers, cast

WAIT_MS = 30_000
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


chromium = browsers.chromium


@contextmanager
def at_desk(browser: Browser, url: str, *, javascript: bool = True) -> Iterator[Page]:
    """A page 1280 pixels wide."""
    context = browser.new_context(
        base_url=url,
        viewport={"width": 1280, "height": 900},
        locale="ja-JP",
        timezone_id="Asia/Tokyo",
        reduced_motion="reduce",
        java_script_enabled=javascript,
    )
    with _watched(context.new_page()) as page:
        yield page
    context.close()


@contextmanager
def on_phone(browser: Browser, url: str, *, javascript: bool = True) -> Iterator[Page]:
    """A page 360 pixels wide, touched with fingers."""
    context = browser.new_context(
        base_url=url,
        viewport={"width": 360, "height": 740},
        device_scale_factor=2,
        is_mobile=True,
        has_touch=True,
        locale="ja-JP",
        timezone_id="Asia/Tokyo",
        reduced_motion="reduce",
        java_script_enabled=javascript,
    )
    with _watched(context.new_page()) as page:
        yield page
    context.close()


def log_in(page: Page, login_id: str, password: str = cast.PASSWORD) -> None:
    """Come in by the login page, wherever that leads."""
    page.goto("/")
    page.locator("input[name=login_id]").fill(login_id)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("main").get_by_role("button", name="ログイン", exact=True).click()
    page.wait_for_load_state()


def card(page: Page, heading: str) -> Locator:
    """The part of the page under a heading that begins so."""
    title = page.get_by_role("heading", name=re.compile("^" + re.escape(heading)))
    return page.locator("section").filter(has=title)


def look(page: Page, name: str) -> None:
    """Keep a picture of the whole page, where KUMIAI_TEST_SCREENSHOTS names a folder for them."""
    folder = os.environ.get("KUMIAI_TEST_SCREENSHOTS")
    if folder:
        width = (page.viewport_size or {"width": 0})["width"]
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def assert_accessible(page: Page) -> None:
    """No violation of WCAG 2.2 AA that axe can find, and nothing wider than the screen."""
    # A page that has been turned to may have no element yet.
    page.wait_for_load_state()
    options = {"runOnly": {"type": "tag", "values": WCAG}}
    results = Axe().run(page, options=options)
    assert results.violations_count == 0, results.generate_report()
    inner, scroll = page.evaluate("[window.innerWidth, document.documentElement.scrollWidth]")
    assert scroll <= inner, f"{page.url} is {scroll} wide on a screen of {inner}"


@contextmanager
def _watched(page: Page) -> Iterator[Page]:
    """What the browser complains about (a refused style, a broken script) fails the story."""
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # A form that is answered with 4xx is a page like any other.
        if message.type in {"error", "warning"} and "a status of 4" not in message.text:
            complaints.append(message.text)

    page.set_default_timeout(WAIT_MS)
    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    assert complaints == [], f"{page.url}: {complaints}"
