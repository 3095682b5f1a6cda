"""What somebody does who has forgotten something, in a browser, with real mail."""

import re

from playwright.sync_api import Page, expect

from tests import cast
from tests.stories.conftest import World

NEW = "あたらしい合言葉"


def ask_for_login_id(page: Page, *, number: str, address: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="ログインIDを忘れた").click()
    page.get_by_label("組合員番号").fill(number)
    page.get_by_label("登録したメールアドレス").fill(address)
    page.get_by_role("button", name="ログインIDをメールで受け取る").click()
    expect(page.get_by_role("heading", name="受け付けました")).to_be_visible()


def ask_for_password(page: Page, *, number: str, login_id: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="パスワードを忘れた").click()
    page.get_by_label("組合員番号").fill(number)
    page.get_by_label("ログインID").fill(login_id)
    page.get_by_role("button", name="再発行のご案内をメールで受け取る").click()
    expect(page.get_by_role("heading", name="受け付けました")).to_be_visible()


def reissue_mail(world: World, login_id: str) -> str:
    """The words of the latest mail that offers this login a new password."""
    address = f"{login_id}@mail.example"
    return world.servers.inbox.text(address, containing="ワンタイムパスワード")


def one_time_password_in(text: str) -> str:
    found = re.search(r"ワンタイムパスワード：(\S+)", text)
    assert found
    return found[1]


def link_in(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("http"))


def choose(page: Page, password: str = NEW) -> None:
    page.get_by_label("新しいパスワード").fill(password)
    page.get_by_role("button", name="パスワードを変更する").click()


def is_let_in(page: Page, login_id: str, password: str = cast.PASSWORD) -> None:
    """Log in and arrive on the top page."""
    page.goto("/")
    page.locator("input[name=login_id]").fill(login_id)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("main").get_by_role("button", name="ログイン").click()
    page.wait_for_url("**/home")
