"""Guide row G36: a guardian with several children sees them all with one login."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from tests import cast, money
from tests.stories import baskets, keyboard
from tests.stories.browser import assert_accessible, card, log_in, look
from tests.stories.conftest import Registered, World


@pytest.fixture
def brother(world: World, numbers: Callable[..., str]) -> cast.Person:
    """Hanako's brother, who began a year after her and has 700 yen."""
    row = replace(cast.HANAKO, name="津軽　次郎", kana="ツガル　ジロウ", member_number=numbers())
    person = cast.join(world.coop, row)
    money.top_up(person, till=world.coop.till, yen=700, at=baskets.yesterday())
    return person


def add(page: Page, login_id: str, password: str) -> None:
    page.goto("/children")
    page.locator("#id_child_login_id").fill(login_id)
    page.locator("#id_child_password").fill(password)
    page.locator("#id_current_password").fill(cast.PASSWORD)
    page.get_by_role("button", name="追加する", exact=True).click()


class TestSeveralChildren:
    def test_are_added_and_switched_between_without_javascript(
        self,
        world: World,
        phone_without_javascript: Page,
        hanako: Registered,
        mother: Registered,
        brother: cast.Person,
    ) -> None:
        other = f"yoko.b.{brother.member_number}"
        cast.full_login(brother, login_id=other, kind="guardian")
        till, phone = world.coop.till, phone_without_javascript
        money.top_up(hanako.person, till=till, yen=3000, at=baskets.yesterday())
        log_in(phone, mother.login_id)
        add(phone, other, "wrong")
        expect(phone.locator("#id_child_login_id_error")).to_contain_text("違うか")
        add(phone, other, cast.PASSWORD)
        expect(phone.get_by_text("お子さまを追加しました。")).to_be_visible()
        look(phone, "children-added")
        for login_id in (mother.login_id, other):
            told = world.servers.inbox.text(f"{login_id}@mail.example", containing="次郎")
            assert "一つのログインで" in told or "見られるように" in told
        phone.goto("/home")
        expect(card(phone, "プリペイド残高")).to_contain_text("3,000円")
        shown = phone.get_by_role("banner").locator("summary")
        shown.click()
        look(phone, "children-switch")
        phone.get_by_role("button", name="津軽　次郎").click()
        expect(card(phone, "プリペイド残高")).to_contain_text("700円")
        expect(shown).to_contain_text("津軽　次郎")
        phone.set_viewport_size({"width": 240, "height": 320})
        shown.click()
        look(phone, "tiny-children-switch")
        assert phone.locator("html").evaluate("page => page.scrollWidth") <= 240
        phone.set_viewport_size({"width": 360, "height": 740})
        phone.goto("/card/suspension")
        phone.get_by_label("カードをなくした").check()
        phone.get_by_role("button", name="確認画面へ").click()
        expect(phone.get_by_role("main")).to_contain_text("津軽　次郎 さん")
        look(phone, "children-suspension")

    def test_are_registered_and_added_in_one_act_by_keyboard(
        self,
        world: World,
        page: Page,
        mother: Registered,
        brother: cast.Person,
    ) -> None:
        log_in(page, mother.login_id)
        add(page, brother.guardian_login_id, brother.provisional_password)
        expect(page.get_by_text("メール送信テストはいりません")).to_be_visible()
        look(page, "children-registration")
        assert_accessible(page)
        page.locator("#id_kana").fill("ツガル ジロウ")
        page.locator("#id_second_proof").fill("0172-36-1234")
        page.locator("#id_login_id").fill(f"yoko.b.{brother.member_number}")
        page.locator("#id_password").fill("みどりの傘が三本")
        page.locator("#id_consent").check()
        page.get_by_role("main").get_by_role("button", name="登録内容の確認へ").last.click()
        page.get_by_role("button", name="登録する").click()
        expect(page.get_by_text("お子さまを追加しました。")).to_be_visible()
        keyboard.tab_to(page, page.get_by_role("banner").locator("summary"))
        page.keyboard.press("Enter")
        keyboard.tab_to(page, page.get_by_role("banner").get_by_role("button", name="津軽　次郎"))
        look(page, "children-switch")
        assert_accessible(page)
        page.keyboard.press("Enter")
        expect(page.get_by_role("banner").locator("summary")).to_contain_text("津軽　次郎")
        look(page, "children")
        page.get_by_role("button", name="追加を取りやめる").click()
        expect(page.get_by_text("取りやめました。")).to_be_visible()
        expect(page.get_by_role("banner")).to_contain_text("津軽　花子 さんのページ")
