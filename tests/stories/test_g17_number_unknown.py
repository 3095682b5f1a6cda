"""G17: who does not know the member number is told where it stands, and whom to ask."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests import cast
from tests import office as people
from tests.stories import applying, inquiring, office
from tests.stories.browser import assert_accessible, look
from tests.stories.conftest import World


class TestNumberUnknown:
    def test_is_told_where_it_stands_and_whom_to_ask(self, page: Page, world: World) -> None:
        applying.type_number(page, "わかりません")
        page.get_by_role("link", name="組合員番号がわからないときは").click()
        expect(
            page.get_by_text("組合員証の表面に書かれている、2101ではじまる12桁の番号")
        ).to_be_visible()
        expect(page.get_by_text("生協からお送りしているご案内にも記載")).to_be_visible()
        page.get_by_role("link", name="組合員番号を問い合せる").click()
        expect(page.get_by_label("組合員番号の確認")).to_be_checked()
        inquiring.fill_in(
            page, address="number.unknown@mail.example", text="番号を教えてください。"
        )
        look(page, "inquiry-number")
        assert_accessible(page)
        inquiring.send(page)
        world.servers.inbox.wait("number.unknown@mail.example")

    def test_is_told_the_number_by_the_desk_which_finds_the_member_by_mail(
        self, phone: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        hanako = cast.hanako(world.coop, member_number=numbers())
        address = f"forgot.number.{hanako.id}@mail.example"
        cast.full_login(hanako, login_id=f"forgot.{hanako.id}", mail=address)
        phone.goto("/inquiries/new?kind=member_number")
        inquiring.fill_in(phone, address=address, text="カードが手元にありません。")
        inquiring.send(phone)
        world.servers.inbox.wait(address)

        office.open_for(phone, people.desk(world.coop), "/office/inquiries?kind=member_number")
        phone.get_by_role("link", name="津軽　花子").last.click()
        phone.get_by_role("button", name="津軽　花子").click()
        expect(phone.get_by_text("人文社会科学部")).to_be_visible()
        phone.get_by_label("定型の回答").select_option(label="組合員番号がわからない")
        phone.get_by_role("button", name="文面に入れる").click()
        text = phone.get_by_label("回答", exact=False).last
        text.fill(text.input_value() + hanako.member_number)
        look(phone, "office-inquiry-number")
        assert_accessible(phone)
        phone.get_by_role("button", name="回答を送る").click()
        world.servers.inbox.wait(address, containing=hanako.member_number)
