"""G03: the form, its test mail with code and link, the confirmation, and the new login."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests import cast
from tests.stories import registering
from tests.stories.browser import assert_accessible, look
from tests.stories.conftest import World


class TestRegistrationForm:
    def test_leads_to_a_login_of_ones_own(
        self, page: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        hanako = registering.newcomer(world, numbers())
        registering.log_in(page, hanako.member_number, hanako.provisional_password)
        look(page, "registration-empty")
        assert_accessible(page)
        registering.complete(page, world, hanako, login_id="hanako.story")
        look(page, "registration-done")
        assert_accessible(page)
        registering.log_in(page, "hanako.story", cast.PASSWORD)
        page.wait_for_url("**/home")

    def test_keeps_the_old_way_in_until_then_and_closes_it_afterwards(
        self, page: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        hanako = registering.newcomer(world, numbers())
        for _ in range(2):
            registering.log_in(page, hanako.member_number, hanako.provisional_password)
            expect(page.get_by_role("heading", name="本登録", exact=True)).to_be_visible()
        registering.complete(page, world, hanako, login_id="hanako.closed")
        registering.log_in(page, hanako.member_number, hanako.provisional_password)
        expect(page.get_by_text("ログインIDまたはパスワードが違います").first).to_be_visible()

    def test_shows_the_mail_on_its_way_without_a_reload(
        self, page: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        hanako = registering.newcomer(world, numbers())
        registering.log_in(page, hanako.member_number, hanako.provisional_password)
        page.locator("#id_mail").fill("live@mail.example")
        registering.send_test(page, world, "live@mail.example")
        expect(page.get_by_text("live@mail.example に送信しました")).to_be_visible()
        look(page, "registration-sent")
        assert_accessible(page)

    def test_takes_the_button_behind_the_link_for_the_code(
        self, page: Page, phone: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        hanako = registering.newcomer(world, numbers())
        registering.log_in(page, hanako.member_number, hanako.provisional_password)
        address = "link@mail.example"
        registering.fill_in(
            page,
            login_id="hanako.link",
            address=address,
            kana="つがる はなこ",
            second_proof="0172-36-1234",
        )
        registering.send_test(page, world, address)
        phone.goto(registering.link_in(world.servers.inbox.text(address)))
        look(phone, "mail-proof")
        assert_accessible(phone)
        phone.get_by_role("button", name="このメールアドレスを確認する").click()
        expect(phone.get_by_role("heading", name="メールアドレスを確認しました")).to_be_visible()
        assert_accessible(phone)
        expect(page.get_by_text(f"✓ {address}")).to_be_visible()
        registering.go_on(page)
        look(page, "registration-confirmation")
        assert_accessible(page)
        registering.finish(page)

    def test_works_on_a_phone_without_javascript(
        self, phone_without_javascript: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        phone = phone_without_javascript
        hanako = registering.newcomer(world, numbers())
        registering.log_in(phone, hanako.member_number, hanako.provisional_password)
        registering.complete(phone, world, hanako, login_id="hanako.plain")
        registering.log_in(phone, "hanako.plain", cast.PASSWORD)
        phone.wait_for_url("**/home")

    def test_says_everything_that_is_missing_at_once(
        self, phone: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        hanako = registering.newcomer(world, numbers())
        registering.log_in(phone, hanako.member_number, hanako.provisional_password)
        registering.go_on(phone)
        summary = phone.get_by_role("alert")
        expect(summary).to_contain_text("入力内容をご確認ください（6件）")
        expect(summary).to_be_focused()
        look(phone, "registration-errors")
        assert_accessible(phone)

    def test_presses_the_confirming_button_at_enter(
        self, page: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        hanako = registering.newcomer(world, numbers())
        registering.log_in(page, hanako.member_number, hanako.provisional_password)
        page.locator("#id_mail").fill("enter@mail.example")
        page.locator("#id_mail").press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        assert not [m for m in world.servers.inbox.mails if "enter@" in str(m["To"])]
