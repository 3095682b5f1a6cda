"""Somebody new in the office: asked by one manager, approved by another, set up from a sheet."""

import re

from playwright.sync_api import Page, expect

from kumiai.identity import staff as identity
from kumiai.identity import totp
from kumiai.identity.models import Login
from kumiai.kit import clock
from tests import office as people
from tests.stories import office
from tests.stories.browser import assert_accessible, look
from tests.stories.conftest import World


class TestNewcomer:
    def test_is_let_in_by_two_managers(self, page: Page, phone: Page, world: World) -> None:
        first, second = people.manager(world.coop), people.manager(world.coop)
        office.open_for(page, first, "/office/staff", since=people.STALE)
        assert_accessible(page)
        look(page, "office-staff")
        page.get_by_role("link", name="職員を追加する").click()
        assert_accessible(page)
        look(page, "office-staff-new")
        page.locator("input[name=name]").fill("平川　さくら")
        page.get_by_label("組合員窓口").check()
        page.locator("input[name=login_id]").fill("hirakawa.sakura")
        page.locator("textarea[name=reason]").fill("4月から窓口")
        page.get_by_role("button", name="職員を追加する").click()
        page.locator("input[name=step_up_password]").fill(people.PASSWORD)
        page.get_by_role("button", name="確認して続ける").click()
        expect(page.get_by_text("ご自分の依頼です")).to_be_visible()
        asked = page.url
        office.open_for(page, second, asked)
        page.locator("textarea[name=answer]").fill("採用通知を確認")
        page.get_by_role("button", name="承認して実行する").click()
        expect(page.get_by_role("heading", name="平川　さくら")).to_be_visible()
        assert_accessible(page)
        look(page, "office-person")
        person = page.url
        for name in ("役割を変える", "2つ目の確認の再設定を依頼する", "職員を停止する"):
            page.get_by_role("link", name=name).click()
            assert_accessible(page)
            page.goto(person)
        page.get_by_role("button", name="用紙を表示する").click()
        assert_accessible(page)
        look(page, "office-sheet")
        said = page.get_by_role("main").inner_text()
        (password,) = re.findall(r"\b[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}\b", said)
        self._sets_up(phone, password)

    def _sets_up(self, phone: Page, password: str) -> None:
        """With the sheet at hand, on a phone: the link first, and the password where it is lost."""
        login = Login.objects.select_related("staff_login").get(login_id="hirakawa.sakura")
        phone.goto(f"/office/set-up/{identity.set_up_token(login.staff_login)}")
        assert_accessible(phone)
        look(phone, "office-set-up-link")
        phone.get_by_role("button", name="設定を始める").click()
        expect(phone.get_by_role("img", name="認証アプリに登録するQRコード")).to_be_visible()
        phone.context.clear_cookies()
        phone.goto("/office/login")
        phone.locator("input[name=login_id]").fill("hirakawa.sakura")
        phone.locator("input[name=password]").fill(password)
        phone.get_by_role("button", name="次へ", exact=True).click()
        secret = identity.totp_secret(login.pk)
        phone.locator("input[name=code]").fill(totp.code(secret, totp.step_at(clock.now())))
        for field in ("password", "again"):
            phone.locator(f"input[name={field}]").fill(people.PASSWORD)
        phone.get_by_role("button", name="登録してログイン").click()
        expect(phone.get_by_text("平川　さくら")).to_be_visible()
