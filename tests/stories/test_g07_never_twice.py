"""G07: nobody registers twice, by any path."""

from collections.abc import Callable
from dataclasses import replace

from playwright.sync_api import Page, expect

from tests import cast
from tests.stories import applying, registering
from tests.stories.browser import assert_accessible
from tests.stories.conftest import World

ALREADY = "お客様は既に本登録が完了しています"


class TestNeverTwice:
    def test_holds_for_two_applications_side_by_side(
        self, page: Page, phone: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        older = registering.newcomer(world, numbers(joined=2010), cast.OLDER)
        links = []
        for tab, name in ((page, "first"), (phone, "second")):
            login_id = f"{name}.{older.id}"
            applying.type_number(tab, older.member_number)
            applying.fill_in(tab, older, login_id=login_id, address=f"{login_id}@mail.example")
            links.append(applying.apply(tab, world, address=f"{login_id}@mail.example"))
        page.goto(links[0])
        phone.goto(links[1])
        applying.register(page, login_id=f"first.{older.id}")
        expect(page.get_by_role("heading", name="本登録が完了しました")).to_be_visible()
        applying.register(phone, login_id=f"second.{older.id}")
        expect(phone.get_by_role("heading", name=ALREADY)).to_be_visible()
        assert_accessible(phone)
        registering.log_in(phone, f"second.{older.id}", cast.PASSWORD)
        expect(phone.get_by_text("ログインIDまたはパスワードが違います").first).to_be_visible()

    def test_holds_for_the_box_after_the_registration_form(
        self, page: Page, world: World, numbers: Callable[..., str]
    ) -> None:
        kenji = cast.join(world.coop, replace(cast.KENJI, member_number=numbers(joined=2016)))
        registering.log_in(page, kenji.member_number, kenji.provisional_password)
        registering.complete(page, world, kenji, login_id=f"kenji.{kenji.id}")
        applying.type_number(page, kenji.member_number)
        expect(page.get_by_role("heading", name=ALREADY)).to_be_visible()
        applying.type_number(page, kenji.guardian_login_id)
        expect(page.get_by_text("お客様はすでに仮登録されています")).to_be_visible()
