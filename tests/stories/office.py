"""Somebody of the office in a real browser."""

from datetime import timedelta
from urllib.parse import urljoin

from playwright.sync_api import Page

from tests import office


def log_in(page: Page, person: office.Person) -> None:
    """Both factors, as a person types them; an app's code opens once in half a minute."""
    page.goto("/office/")
    page.locator("input[name=login_id]").fill(person.login_id)
    page.locator("input[name=password]").fill(office.PASSWORD)
    page.get_by_role("button", name="次へ", exact=True).click()
    page.locator("input[name=code]").fill(person.code())
    page.get_by_role("main").get_by_role("button", name="ログイン", exact=True).click()
    page.wait_for_load_state()


def open_for(
    page: Page, person: office.Person, path: str = "/office/", *, since: timedelta = timedelta(0)
) -> None:
    """The same without typing, `since` ago: whoever was logged in here no longer is."""
    (cookie,) = office.client_of(person, since=since).cookies.values()
    page.goto("/office/login")
    everywhere = urljoin(page.url, "/")
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": everywhere}])
    page.goto(path)
