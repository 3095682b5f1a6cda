"""G08: the member and the guardian register by themselves, and are two logins on one membership."""

from collections.abc import Callable

from playwright.sync_api import Browser, Page, expect

from tests import cast
from tests.stories import browser as browsers
from tests.stories import registering
from tests.stories.browser import assert_accessible, look
from tests.stories.conftest import World


class TestMemberAndGuardian:
    def test_register_each_by_itself(
        self, page: Page, phone: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        hanako = registering.newcomer(world, numbers())
        registering.log_in(page, hanako.member_number, hanako.provisional_password)
        students = registering.complete(page, world, hanako, login_id="hanako.both")
        registering.log_in(phone, hanako.guardian_login_id, hanako.provisional_password)
        look(phone, "registration-guardian")
        assert_accessible(phone)
        registering.complete(phone, world, hanako, login_id="yoko.both")
        told = world.servers.inbox.text(students, containing="保護者の方の本登録")
        assert "お心当たりのない方は" in told
        registering.log_in(page, "hanako.both", cast.PASSWORD)
        page.wait_for_url("**/home")
        registering.log_in(phone, "yoko.both", cast.PASSWORD)
        phone.wait_for_url("**/home")

    def test_cannot_register_twice_in_two_tabs(
        self, browser: Browser, world: World, numbers: Callable[..., str]
    ) -> None:
        hanako = registering.newcomer(world, numbers())
        with browsers.at_desk(browser, world.servers.pages_url) as tab:
            registering.log_in(tab, hanako.member_number, hanako.provisional_password)
            registering.complete(tab, world, hanako, login_id="hanako.tabs")
            tab.goto("/registration")
            expect(
                tab.get_by_role("heading", name="お客様は既に本登録が完了しています")
            ).to_be_visible()
            look(tab, "registration-already")
            assert_accessible(tab)
