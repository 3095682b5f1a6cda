"""What a person does with the registration form, in a browser, with mail from a real server."""

import re
from dataclasses import replace

from playwright.sync_api import Page, expect

from tests import cast
from tests.stories.conftest import World


def newcomer(world: World, number: str, row: "cast.MemberRow" = cast.HANAKO) -> cast.Person:
    """A member with a number nobody has yet, in from a member file."""
    return cast.join(world.coop, replace(row, member_number=number))


def log_in(page: Page, login_id: str, password: str) -> None:
    page.goto("/")
    page.get_by_label("ログインID", exact=False).first.fill(login_id)
    page.get_by_label("パスワード", exact=False).first.fill(password)
    page.get_by_role("button", name="ログイン", exact=True).click()


def fill_in(page: Page, *, login_id: str, address: str, kana: str, second_proof: str) -> None:
    page.get_by_label("フリガナ").fill(kana)
    page.locator("#id_second_proof").fill(second_proof)
    page.get_by_label("ご希望のログインID").fill(login_id)
    page.get_by_label("新しいパスワード").fill(cast.PASSWORD)
    page.locator("#id_mail").fill(address)
    page.get_by_label("利用規約に同意します。").check()


def send_test(page: Page, world: World, address: str) -> str:
    """Press 「メール送信テスト」 and read the six-digit code in the mail."""
    inbox = world.servers.inbox
    known = len(inbox.mails)
    page.get_by_role("button", name="メール送信テスト").click()
    return code_in(inbox.text(address, containing="確認コード", after=known))


def code_in(text: str) -> str:
    """The six digits of a test mail."""
    found = re.search(r"確認コード：(\d{6})", text)
    assert found
    return found[1]


def link_in(text: str) -> str:
    """The address a mail asks to open."""
    return next(line for line in text.splitlines() if line.startswith("http"))


def go_on(page: Page) -> None:
    page.get_by_role("button", name="登録内容の確認へ").last.click()


def finish(page: Page) -> None:
    expect(page.get_by_role("heading", name="登録内容の確認")).to_be_visible()
    page.get_by_role("button", name="登録する", exact=True).click()
    expect(page.get_by_role("heading", name="本登録が完了しました")).to_be_visible()


def complete(page: Page, world: World, person: cast.Person, *, login_id: str) -> str:
    """From the open form to the last page; the mail address used."""
    address = f"{login_id}@mail.example"
    is_recent = person.row.joined_year >= 2020
    fill_in(
        page,
        login_id=login_id,
        address=address,
        kana=person.row.kana,
        second_proof=person.row.home_phone[-6:] if is_recent else f"{person.row.birth_date:%Y%m%d}",
    )
    code = send_test(page, world, address)
    page.get_by_label("確認コード").fill(code)
    go_on(page)
    finish(page)
    return address
