"""G13: with an unknown or dead mail address one writes an inquiry, which arrives at the desk."""

from playwright.sync_api import Page, expect

from tests.stories import inquiring
from tests.stories.browser import assert_accessible, look
from tests.stories.conftest import Registered, World


class TestMailAddressDead:
    def test_is_told_to_the_desk_from_the_page_for_forgotten_ids(
        self, phone: Page, world: World, hanako: Registered
    ) -> None:
        new, number = f"new.{hanako.person.id}@mail.example", hanako.person.member_number
        phone.goto("/login-id-reminder")
        phone.get_by_role("link", name="登録したメールアドレスがわからない、使えない").click()
        expect(phone.get_by_label("メールアドレス変更")).to_be_checked()
        phone.get_by_label("組合員番号", exact=False).last.fill(number)
        inquiring.fill_in(phone, address=new, text="機種変更でアドレスが変わりました。")
        look(phone, "inquiry-mail-address")
        assert_accessible(phone)
        inquiring.send(phone)
        copy = world.servers.inbox.text("desk@klas.seikyou.jp", containing=number)
        assert new in copy
        assert "メールアドレス変更" in copy
        assert "ご本人かどうかは確認されていません" in copy
        assert "受付番号" in world.servers.inbox.text(new)

    def test_is_explained_where_help_is_looked_for(self, phone: Page, world: World) -> None:
        phone.goto("/help")
        expect(phone.get_by_text("パスワードは生協では確認できません")).to_be_visible()
        look(phone, "help")
        assert_accessible(phone)
        phone.get_by_role("link", name="メールアドレスの変更を問い合せる").click()
        expect(phone.get_by_label("メールアドレス変更")).to_be_checked()
