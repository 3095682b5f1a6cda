"""What an older member does from the first-time box to a login, in a browser, with real mail."""

from playwright.sync_api import Page, expect

from tests import cast
from tests.stories.conftest import World

PROVISIONAL = "はじめての合言葉"


def type_number(page: Page, number: str) -> None:
    """Into the box on the login page."""
    page.goto("/")
    page.get_by_label("組合員番号").fill(number)
    page.get_by_role("button", name="新規登録").click()


def fill_in(page: Page, person: cast.Person, *, login_id: str, address: str) -> None:
    page.get_by_label("フリガナ").fill(person.row.kana)
    page.get_by_label("組合員の生年月日").fill(f"{person.row.birth_date:%Y%m%d}")
    page.get_by_label("ご希望のログインID").fill(login_id)
    page.get_by_label("仮パスワード").fill(PROVISIONAL)
    page.get_by_label("メールアドレス").fill(address)
    page.get_by_label("利用規約に同意します。").check()
    page.get_by_role("button", name="登録内容確認").click()


def apply(page: Page, world: World, *, address: str) -> str:
    """Confirm, and read the address of the full registration in the mail."""
    inbox = world.servers.inbox
    known = len(inbox.mails)
    page.get_by_role("button", name="申し込む").click()
    expect(page.get_by_role("heading", name="本登録用のメールをお送りします")).to_be_visible()
    return link_in(inbox.text(address, containing="本登録をお済ませください", after=known))


def link_in(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("http"))


def register(page: Page, *, login_id: str) -> None:
    """On the page behind the link."""
    page.get_by_label("ご希望のログインID").fill(login_id)
    page.get_by_label("仮パスワード", exact=False).first.fill(PROVISIONAL)
    page.get_by_label("新しいパスワード").fill(cast.PASSWORD)
    page.get_by_role("button", name="本登録する").click()


def complete(page: Page, world: World, person: cast.Person, number: str, *, login_id: str) -> None:
    """Everything, from the box to the last page."""
    address = f"{login_id}@mail.example"
    type_number(page, number)
    fill_in(page, person, login_id=login_id, address=address)
    page.goto(apply(page, world, address=address))
    register(page, login_id=login_id)
    expect(page.get_by_role("heading", name="本登録が完了しました")).to_be_visible()
