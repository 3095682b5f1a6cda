"""G10: the login ID comes by mail for member number and registered mail address."""

from playwright.sync_api import Page, expect

from tests import cast
from tests.stories import forgetting
from tests.stories.browser import assert_accessible, look
from tests.stories.conftest import Registered, World


class TestForgottenLoginId:
    def test_comes_by_mail(self, page: Page, world: World, hanako: Registered) -> None:
        address = f"{hanako.login_id}@mail.example"
        page.goto("/login-id-reminder")
        look(page, "reminder")
        assert_accessible(page)
        forgetting.ask_for_login_id(page, number=hanako.person.member_number, address=address)
        look(page, "reminder-sent")
        assert_accessible(page)
        text = world.servers.inbox.text(address, containing="ログインIDを")
        assert f"組合員（本人）のログインID：\n{hanako.login_id}\n" in text.replace("\r", "")
        forgetting.is_let_in(page, f" {hanako.login_id} ")

    def test_names_member_and_guardian_who_share_an_address(
        self, phone_without_javascript: Page, world: World, hanako: Registered
    ) -> None:
        address = f"{hanako.login_id}@mail.example"
        cast.full_login(
            hanako.person, login_id=f"yoko.{hanako.person.id}x", kind="guardian", mail=address
        )
        forgetting.ask_for_login_id(
            phone_without_javascript,
            number=hanako.person.member_number,
            address=f"　{address.upper()} ",
        )
        text = world.servers.inbox.text(address, containing="保護者のログインID")
        assert hanako.login_id in text
        assert f"yoko.{hanako.person.id}x" in text

    def test_says_the_same_to_who_is_not_known(
        self, phone: Page, world: World, hanako: Registered
    ) -> None:
        stranger = f"stranger.{hanako.person.id}@mail.example"
        forgetting.ask_for_login_id(phone, number=hanako.person.member_number, address=stranger)
        look(phone, "reminder-sent")
        assert_accessible(phone)
        known = f"{hanako.login_id}@mail.example"
        forgetting.ask_for_login_id(phone, number=hanako.person.member_number, address=known)
        world.servers.inbox.wait(known, containing="ログインIDを")
        assert not [m for m in world.servers.inbox.mails if stranger in str(m["To"])]

    def test_says_what_is_wrong_with_what_was_typed(self, phone: Page, world: World) -> None:
        phone.goto("/login-id-reminder")
        phone.get_by_label("組合員番号").fill("2101")
        phone.get_by_role("button", name="ログインIDをメールで受け取る").click()
        expect(phone.get_by_role("alert")).to_contain_text("半角数字12桁で")
        look(phone, "reminder-errors")
        assert_accessible(phone)
