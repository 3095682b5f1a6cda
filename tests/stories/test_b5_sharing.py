"""B5: the grown-up student decides what the guardian sees, and sees when the guardian looked."""

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import cast, money
from tests.stories import baskets
from tests.stories import browser as browsers
from tests.stories.browser import assert_accessible, card, log_in, look
from tests.stories.conftest import Registered, World


@pytest.fixture
def bought(world: World, hanako: Registered) -> None:
    """Yesterday Hanako topped up and ate."""
    till = world.coop.till
    money.top_up(hanako.person, till=till, yen=3000, at=baskets.yesterday())
    money.ring_up(hanako.person, money.line(yen=480), till=till, at=baskets.yesterday())


def share(page: Page, *, hide: list[str], password: str = cast.PASSWORD) -> None:
    page.goto("/sharing")
    for name in hide:
        page.get_by_label(name, exact=False).uncheck()
    page.locator("#id_current_password").fill(password)
    page.get_by_role("button", name="この内容にする").click()


class TestSharing:
    @pytest.mark.usefixtures("bought")
    def test_hides_the_lines_from_the_guardian_and_tells_both(
        self, world: World, page: Page, phone: Page, hanako: Registered, mother: Registered
    ) -> None:
        log_in(page, hanako.login_id)
        page.goto("/sharing")
        look(page, "sharing")
        assert_accessible(page)
        share(page, hide=["お買い物の明細"])
        expect(page.get_by_text("メールでお知らせします。").first).to_be_visible()
        for login in (hanako, mother):
            told = world.servers.inbox.text(f"{login.login_id}@mail.example", containing="■")
            assert "・お買い物の明細" in told.partition("お見せしないもの")[2]
        log_in(phone, mother.login_id)
        expect(phone.get_by_text("公開されていないもの")).to_be_visible()
        expect(card(phone, "プリペイド残高")).to_contain_text("2,520円")
        assert_accessible(phone)
        phone.goto(baskets.history())
        expect(phone.get_by_role("main")).to_contain_text("480円")
        expect(phone.locator("body")).not_to_contain_text("唐揚げ丼")
        look(phone, "sharing-guardian-history")
        for tab in ("food", "learning", "top-ups", "prepaid"):
            phone.goto(f"/purchases?tab={tab}")
            expect(phone.get_by_role("heading", name="公開されていません")).to_be_visible()
            expect(phone.locator("body")).not_to_contain_text("唐揚げ丼")
        look(phone, "not-shared")
        assert_accessible(phone)

    @pytest.mark.usefixtures("bought")
    def test_hides_everything_also_from_whoever_knows_the_address(
        self, world: World, page: Page, phone: Page, hanako: Registered, mother: Registered
    ) -> None:
        log_in(page, hanako.login_id)
        share(page, hide=["残高", "お買い物の合計", "お買い物の明細", "ミールカード"])
        log_in(phone, mother.login_id)
        look(phone, "sharing-nothing-home")
        for path in ("/home", "/purchases", baskets.history(), "/purchases?tab=prepaid"):
            phone.goto(path)
            expect(phone.get_by_text("公開されていないもの")).to_be_visible()
            for figure in ("2,520", "3,000", "480", "唐揚げ丼"):
                expect(phone.get_by_role("main")).not_to_contain_text(figure)

    @pytest.mark.usefixtures("bought")
    def test_shows_the_member_when_the_guardian_looked(
        self, world: World, page: Page, phone: Page, hanako: Registered, mother: Registered
    ) -> None:
        log_in(page, hanako.login_id)
        page.goto("/sharing")
        looked = card(page, "保護者の方がご覧になった記録")
        expect(looked).to_contain_text("まだご覧になっていません")
        log_in(phone, mother.login_id)
        phone.goto(baskets.history())
        page.reload()
        for name in ("残高", "お買い物の合計", "お買い物の明細"):
            expect(looked).to_contain_text(name)
        expect(looked).not_to_contain_text("ミールカード")
        look(page, "sharing-looked")

    def test_is_read_but_not_decided_by_the_guardian(
        self, world: World, page: Page, mother: Registered
    ) -> None:
        log_in(page, mother.login_id)
        page.get_by_role("link", name="保護者への公開", exact=True).click()
        expect(page.get_by_text("保護者の方からは変えられません")).to_be_visible()
        expect(page.get_by_role("button", name="この内容にする")).to_have_count(0)
        look(page, "sharing-guardian")
        assert_accessible(page)

    def test_waits_for_the_eighteenth_birthday(
        self, world: World, browser: Browser, numbers: Callable[..., str]
    ) -> None:
        young = cast.hanako(world.coop, member_number=numbers(), birth_date=date(2015, 2, 3))
        cast.full_login(young, login_id=f"young.{young.member_number}")
        with browsers.on_phone(browser, world.servers.pages_url, javascript=False) as phone:
            phone.set_viewport_size({"width": 240, "height": 320})
            log_in(phone, f"young.{young.member_number}")
            phone.goto("/sharing")
            expect(phone.get_by_text("2033年2月3日（木）に18歳になると")).to_be_visible()
            look(phone, "tiny-sharing")
            assert phone.locator("html").evaluate("page => page.scrollWidth") <= 240

    def test_takes_the_password_and_no_lines_without_totals(
        self, world: World, phone_without_javascript: Page, hanako: Registered
    ) -> None:
        phone = phone_without_javascript
        log_in(phone, hanako.login_id)
        share(phone, hide=["残高"], password="wrong")
        expect(phone.locator("#id_current_password_error")).to_contain_text("違います")
        share(phone, hide=["お買い物の合計"])
        expect(phone.locator("#id_sections_error")).to_contain_text("合計もわかります")
        look(phone, "sharing-errors")
        share(phone, hide=[])
        expect(phone.locator("#id_sections_error")).to_contain_text("いまの設定と同じ")
