"""G17: who does not know the member number is told where it stands, and whom to ask."""

from playwright.sync_api import Page, expect

from tests.stories import applying, inquiring
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
