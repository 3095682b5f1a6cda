"""G06: who is registered is told so in the first-time box, with the way to what is forgotten."""

from playwright.sync_api import Page, expect

from tests.stories import applying
from tests.stories.browser import assert_accessible, look
from tests.stories.conftest import Registered


class TestAlreadyRegistered:
    def test_is_told_so_and_finds_the_way_to_what_is_forgotten(
        self, phone: Page, hanako: Registered, mother: Registered
    ) -> None:
        for number in (hanako.person.member_number, hanako.person.guardian_login_id):
            applying.type_number(phone, number)
            sentence = "お客様は既に本登録が完了しています"
            expect(phone.get_by_role("heading", name=sentence)).to_be_visible()
            look(phone, "registration-already-box")
            assert_accessible(phone)
        phone.get_by_role("link", name="ログインIDを忘れた").click()
        expect(phone.get_by_role("heading", name="ログインIDを忘れた")).to_be_visible()
        applying.type_number(phone, hanako.person.member_number)
        phone.get_by_role("link", name="パスワードを忘れた").click()
        expect(phone.get_by_role("heading", name="パスワードを忘れた")).to_be_visible()
