"""Every component in a real browser: small and wide, light and dark, whatever the accent.

The page is drawn before the browser starts and handed to it request by request, so that nothing
listens on a port and no database is asked.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from playwright.sync_api import Browser, Page, Route

from kumiai.ui import charts, csp, stylesheet, views
from kumiai.ui.context import NavItem
from tests.stories import browser as browsers
from tests.ui.test_context import MOTHER, NAV
from tests.ui.test_tags import Sample
from tests.ui.test_views import HIROSAKI

ADDRESS = "http://look.test/home"
SAMPLE = Path(__file__).with_name("sample.html")
ACCENTS = ("#0b6857", "#ffd400", "#9a3412", "#3b4cca")
SMALLEST_TARGET = 44
# A link within a sentence may be as high as its line.
SMALL_TARGETS = """least => [...document.querySelectorAll("a, button, summary, label.choice")]
  .filter(at => at.checkVisibility() && !at.closest("p:not(.row, .card__more)"))
  .filter(at => at.getBoundingClientRect().height < least)
  .map(at => at.outerHTML)"""

Drawn = dict[str, tuple[str, bytes]]


def drawn(language: str, accent: str) -> Drawn:
    """What the browser may ask for, by path: the kind and the bytes."""
    request: HttpRequest = RequestFactory().get("/home")
    coop = SimpleNamespace(**vars(HIROSAKI) | {"accent_colour": accent})
    request.coop = coop  # type: ignore[attr-defined]
    request.viewer = MOTHER  # type: ignore[attr-defined]
    months = [date(2026, month, 1) for month in range(7, 12)]
    given = {
        "yesterday": date(2026, 11, 22),
        "bars": [charts.Bar(day, day.month * 1000, day.month == 11) for day in months],
        "stacks": [charts.Stack(day, (11960, 1740, 500, 2720)) for day in months[2:]],
        "kinds": ["食", "書籍・雑誌", "学用品", "その他"],
        "tabs": [*NAV, NavItem("購入履歴", "/purchases")],
        "form": Sample({}),
    }
    with translation.override(language):
        page = engines["django"].from_string(SAMPLE.read_text()).render(given, request)
    sheet = stylesheet.current()
    return {
        "/home": ("text/html", page.encode()),
        f"/ui/{sheet.version}.css": ("text/css", sheet.text),
        "/theme/2101.css": ("text/css", views.theme_style(accent).content),
        "/theme/2101.svg": ("image/svg+xml", views.brand_icon(accent).content),
        "/static/django_htmx/htmx-2.min.js": ("text/javascript", _htmx()),
    }


def _htmx() -> bytes:
    found = finders.find("django_htmx/htmx-2.min.js")
    assert isinstance(found, str)
    return Path(found).read_bytes()


@pytest.fixture(scope="module")
def pages() -> dict[str, Drawn]:
    return {"en": drawn("en", ACCENTS[0])} | {accent: drawn("ja", accent) for accent in ACCENTS}


@pytest.fixture(scope="module")
def browser(pages: dict[str, Drawn]) -> Iterator[Browser]:
    """Started after the pages are drawn: its event loop is one that Django keeps away from."""
    with browsers.chromium() as started:
        yield started


@contextmanager
def shown(browser: Browser, page: Drawn, width: int, **window: Any) -> Iterator[Page]:
    """The page in a window of that width; whatever the browser complains about fails the test."""

    def answer(route: Route) -> None:
        kind, body = page["/" + route.request.url.split("/", 3)[3].partition("?")[0]]
        policy = {"Content-Security-Policy": csp.header(csp.DEFAULT_POLICY)}
        route.fulfill(body=body, headers=policy | {"Content-Type": f"{kind}; charset=utf-8"})

    complaints: list[str] = []
    view = browser.new_page(viewport={"width": width, "height": 800}, **window)
    view.on("console", lambda message: complaints.append(message.text))
    view.on("pageerror", lambda error: complaints.append(str(error)))
    view.route("**/*", answer)
    view.goto(ADDRESS)
    yield view
    view.close()
    assert complaints == []


class TestComponents:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("width", [240, 360, 768, 1280])
    def test_are_accessible_and_fit(
        self, browser: Browser, pages: dict[str, Drawn], width: int, scheme: str
    ) -> None:
        with shown(browser, pages[ACCENTS[0]], width, color_scheme=scheme) as page:
            browsers.assert_accessible(page)
            browsers.look(page, f"components-{scheme}")

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize("accent", ACCENTS[1:])
    def test_are_accessible_in_every_coops_colour(
        self, browser: Browser, pages: dict[str, Drawn], accent: str, scheme: str
    ) -> None:
        with shown(browser, pages[accent], 360, color_scheme=scheme) as page:
            browsers.assert_accessible(page)

    def test_are_accessible_in_english(self, browser: Browser, pages: dict[str, Drawn]) -> None:
        with shown(browser, pages["en"], 360) as page:
            browsers.assert_accessible(page)
            assert page.locator("html").get_attribute("lang") == "en"

    def test_are_large_enough_for_a_finger(self, browser: Browser, pages: dict[str, Drawn]) -> None:
        with shown(browser, pages[ACCENTS[0]], 360) as page:
            small = page.evaluate(SMALL_TARGETS, SMALLEST_TARGET)
        assert small == []

    def test_show_where_the_keyboard_is(self, browser: Browser, pages: dict[str, Drawn]) -> None:
        with shown(browser, pages[ACCENTS[0]], 1280) as page:
            assert "error-summary" in page.evaluate("document.activeElement.className")
            page.get_by_role("link", name="内訳を見る").focus()
            page.keyboard.press("Tab")
            outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert outline == "3px"


class TestMenu:
    def test_opens_on_a_phone_without_any_script(
        self, browser: Browser, pages: dict[str, Drawn]
    ) -> None:
        with shown(browser, pages[ACCENTS[0]], 360, java_script_enabled=False) as page:
            entry = page.get_by_text("登録情報の確認・変更")
            assert not entry.is_visible()
            page.get_by_role("button", name="メニュー").click()
            assert entry.is_visible()
            page.get_by_role("button", name="閉じる").click()
            assert not entry.is_visible()

    def test_lies_open_on_a_wide_screen(self, browser: Browser, pages: dict[str, Drawn]) -> None:
        with shown(browser, pages[ACCENTS[0]], 1280) as page:
            assert page.get_by_role("link", name="トップ", exact=True).first.is_visible()
            assert not page.get_by_role("button", name="メニュー").is_visible()


class TestPaper:
    def test_is_white_and_without_what_only_a_screen_needs(
        self, browser: Browser, pages: dict[str, Drawn]
    ) -> None:
        with shown(browser, pages[ACCENTS[0]], 1280, color_scheme="dark") as page:
            page.emulate_media(media="print")
            assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
            assert not page.get_by_role("navigation", name="メニュー").is_visible()
            browsers.look(page, "components-print")
