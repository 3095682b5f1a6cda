"""G13: a dead mail address is told to the desk, which checks, changes it and tells the login ID."""

from playwright.sync_api import Page, expect

from tests import cast
from tests import office as people
from tests.stories import inquiring, office
from tests.stories.browser import assert_accessible, log_in, look
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


class TestDesk:
    def test_changes_the_address_and_tells_the_login_id_so_that_she_gets_in(
        self, page: Page, phone: Page, world: World, hanako: Registered
    ) -> None:
        inbox, number = world.servers.inbox, hanako.person.member_number
        old, new = f"{hanako.login_id}@mail.example", f"found.{hanako.person.id}@mail.example"
        office.log_in(page, people.desk(world.coop))
        page.get_by_role("link", name="組合員", exact=True).first.click()
        page.locator("input[name=words]").fill(f"{number[:4]} {number[4:8]} {number[8:]}")
        page.get_by_role("button", name="探す").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(hanako.person.name)
        expect(page.get_by_text("職員には見えません").first).to_be_visible()
        assert_accessible(page)
        look(page, "office-member")
        page.get_by_role("link", name="メールアドレスを変更する").click()
        page.get_by_label("新しいメールアドレス").fill(new)
        page.get_by_role("button", name="メールアドレスを変更する").click()
        expect(page.get_by_role("alert")).to_contain_text("理由")
        page.locator("textarea[name=reason]").fill("学生証を窓口で確認、機種変更")
        assert_accessible(page)
        page.get_by_role("button", name="メールアドレスを変更する").click()
        expect(page.get_by_text("メールアドレスを変更し、新旧のアドレスに")).to_be_visible()
        assert "このメールが最後です" in inbox.text(old, containing="変更されました")
        page.get_by_role("link", name="ログインIDをメールで知らせる").click()
        page.locator("textarea[name=reason]").fill("お問い合せに回答")
        page.get_by_role("button", name="ログインIDをメールで知らせる").click()
        assert hanako.login_id in inbox.text(new, containing="ログインID：")
        log_in(phone, hanako.login_id, cast.PASSWORD)
        expect(phone).to_have_url(world.servers.pages_url + "/home")
