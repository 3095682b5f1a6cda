"""A terminal's life in the office: enrolled, seen selling, given a new key, revoked."""

import time
from dataclasses import replace

from playwright.sync_api import Browser, Locator, Page, expect

from kumiai.coops.actions import EnrolledTerminal
from tests import office
from tests.stories import baskets, qr, servers
from tests.stories import office as offices
from tests.stories.browser import assert_accessible, look
from tests.stories.conftest import Registered, World

NAME = "FERIO レジ12"
# After so long every till server has asked again whose key it is.
BELIEVED_SECONDS_MAX = 1


def row(page: Page) -> Locator:
    return page.get_by_role("listitem").filter(has_text=NAME)


def shown_key(browser: Browser, page: Page) -> str:
    """What the page shows this once, in letters and as a QR code for the terminal's camera."""
    key = page.get_by_text("kumiai_").inner_text()
    drawing = page.get_by_role("img", name="端末の鍵のQRコード")
    wanted = qr.code_of(key)
    assert qr.seen(browser, drawing, size=len(wanted)) == wanted
    assert_accessible(page)
    return key


def sell(world: World, till: EnrolledTerminal, customer: Registered) -> servers.Answer:
    sale = {"lines": [baskets.tea()], "tenders": [{"kind": "cash"}], "card": customer.person.card}
    return world.servers.post(till, "/v1/purchases", sale)


class TestTerminal:
    def test_is_enrolled_seen_given_a_new_key_and_revoked(
        self, world: World, browser: Browser, page: Page, hanako: Registered
    ) -> None:
        offices.open_for(page, office.manager(world.coop), "/office/terminals")
        page.locator("input[name=name]").fill(NAME)
        page.locator("select[name=store]").select_option("FERIO")
        page.get_by_role("button", name="登録して鍵を表示する").click()
        till = replace(world.coop.till, key=shown_key(browser, page), name=NAME)
        page.get_by_role("link", name="端末の一覧に戻る").click()
        expect(row(page)).to_contain_text("この7日間の利用なし")
        assert till.key not in page.content()

        assert sell(world, till, hanako).status == 200
        page.reload()
        expect(row(page)).to_contain_text("最後の利用 ")
        assert_accessible(page)
        look(page, "office-terminals")

        row(page).get_by_role("link", name="鍵を更新する").click()
        page.get_by_label("すぐに使えなくする").check()
        page.get_by_role("button", name="鍵を更新する").click()
        renewed = replace(till, key=shown_key(browser, page))
        time.sleep(BELIEVED_SECONDS_MAX)
        assert sell(world, till, hanako).status == 401
        assert sell(world, renewed, hanako).status == 200

        page.get_by_role("link", name="端末の一覧に戻る").click()
        row(page).get_by_role("link", name="端末を失効する").click()
        page.locator("textarea[name=reason], input[name=reason]").fill("入れ替え")
        page.get_by_role("button", name="端末を失効する").click()
        expect(row(page)).to_contain_text("失効")
        time.sleep(BELIEVED_SECONDS_MAX)
        assert sell(world, renewed, hanako).status == 401
