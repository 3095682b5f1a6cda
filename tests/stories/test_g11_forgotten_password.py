"""G11: a forgotten password is issued anew, to the registered address, for half an hour."""

from playwright.sync_api import Browser, Page, expect

from tests import cast
from tests.stories import browser as browsers
from tests.stories import forgetting
from tests.stories.browser import assert_accessible, look
from tests.stories.conftest import Registered, World

WRONG = "ログインIDまたはパスワードが違います"


class TestForgottenPassword:
    def test_is_chosen_anew_behind_the_mailed_link(
        self, page: Page, phone: Page, browser: Browser, world: World, hanako: Registered
    ) -> None:
        forgetting.is_let_in(phone, hanako.login_id)
        page.goto("/password-reissue")
        look(page, "reissue")
        assert_accessible(page)
        forgetting.ask_for_password(
            page, number=hanako.person.member_number, login_id=hanako.login_id
        )
        look(page, "reissue-sent")
        assert_accessible(page)
        link = forgetting.link_in(forgetting.reissue_mail(world, hanako.login_id))
        page.goto(link)
        look(page, "new-password")
        assert_accessible(page)
        with browsers.at_desk(browser, world.servers.pages_url) as other:
            forgetting.is_let_in(other, hanako.login_id)  # the old one works until then
        forgetting.choose(page)
        expect(page.get_by_role("heading", name="パスワードを変更しました")).to_be_visible()
        look(page, "reissue-done")
        assert_accessible(page)
        phone.reload()
        expect(phone.get_by_role("heading", name="マイページにログイン")).to_be_visible()
        browsers.log_in(page, hanako.login_id, cast.PASSWORD)
        expect(page.get_by_text(WRONG).first).to_be_visible()
        forgetting.is_let_in(page, hanako.login_id, forgetting.NEW)
        told = world.servers.inbox.text(
            f"{hanako.login_id}@mail.example", containing="手続きで変更されました"
        )
        assert "お心当たりのない方は" in told
        phone.goto(link)
        look(phone, "new-password-over")
        expect(phone.get_by_text("このリンクは使えなくなりました")).to_be_visible()
        assert_accessible(phone)

    def test_takes_the_one_time_password_pasted_with_blanks_and_once(
        self, browser: Browser, world: World, hanako: Registered
    ) -> None:
        with browsers.on_phone(browser, world.servers.pages_url, javascript=False) as phone:
            phone.set_viewport_size({"width": 240, "height": 320})
            forgetting.ask_for_password(
                phone, number=hanako.person.member_number, login_id=hanako.login_id
            )
            one_time = forgetting.one_time_password_in(
                forgetting.reissue_mail(world, hanako.login_id)
            )
            browsers.log_in(phone, hanako.login_id, f" {one_time}　")
            expect(phone.get_by_role("heading", name="新しいパスワードを決める")).to_be_visible()
            look(phone, "new-password-tiny")
            assert phone.locator("html").evaluate("page => page.scrollWidth") <= 240
            with browsers.on_phone(browser, world.servers.pages_url) as thief:
                browsers.log_in(thief, hanako.login_id, one_time)
                expect(thief.get_by_text(WRONG).first).to_be_visible()
            forgetting.choose(phone)
            forgetting.is_let_in(phone, hanako.login_id, forgetting.NEW)

    def test_of_the_guardian_leaves_the_member_alone(
        self, page: Page, phone: Page, world: World, hanako: Registered, mother: Registered
    ) -> None:
        forgetting.is_let_in(phone, hanako.login_id)
        forgetting.ask_for_password(
            page, number=hanako.person.member_number, login_id=mother.login_id
        )
        text = forgetting.reissue_mail(world, mother.login_id)
        assert "保護者の方" in text
        page.goto(forgetting.link_in(text))
        forgetting.choose(page)
        forgetting.is_let_in(page, mother.login_id, forgetting.NEW)
        phone.reload()
        expect(phone.get_by_text("プリペイド残高").first).to_be_visible()

    def test_says_the_same_to_who_is_not_known(
        self, phone: Page, world: World, hanako: Registered, taro: Registered
    ) -> None:
        forgetting.ask_for_password(
            phone, number=taro.person.member_number, login_id=hanako.login_id
        )
        look(phone, "reissue-sent")
        assert_accessible(phone)
        forgetting.ask_for_password(phone, number=taro.person.member_number, login_id=taro.login_id)
        forgetting.reissue_mail(world, taro.login_id)
        address = f"{hanako.login_id}@mail.example"
        assert not [m for m in world.servers.inbox.mails if address in str(m["To"])]
