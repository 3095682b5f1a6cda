"""Guide row G40: what nobody collects goes back to a bank account, by two people."""

from playwright.sync_api import Page, expect

from kumiai.coops.models import Approval
from kumiai.kit import clock
from tests import money
from tests import office as offices
from tests.stories import office
from tests.stories.browser import assert_accessible, look
from tests.stories.conftest import Registered, World


class TestPaidOut:
    def test_is_asked_approved_and_seen_by_the_member(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        today = clock.tokyo_date(clock.now())
        money.pay_slip(hanako.person, yen=8_765, paid_on=today, available_on=today, at=clock.now())
        address = f"/office/members/{hanako.person.member_number}"
        office.open_for(page, offices.accounting(world.coop), address)
        page.get_by_role("link", name="未受取の払い出しを依頼する").click()
        expect(page.locator("[name=amount_yen]")).to_have_value("8765")
        for width in (360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert_accessible(page)
            look(page, "office-payout")
        page.locator("[name=bank]").fill("津軽銀行")
        page.locator("[name=branch]").fill("弘前支店")
        page.locator("[name=bank_number]").fill("0123456")
        page.locator("[name=payee]").fill("ツガル ハナコ")
        page.locator("[name=reason]").fill("卒業、学生証を確認")
        page.get_by_role("button", name="未受取の払い出しを依頼する").click()
        expect(page.get_by_role("main")).to_contain_text("津軽銀行 弘前支店")
        approval = Approval.objects.get(subject=f"member:{hanako.person.member_number}")
        office.open_for(page, offices.manager(world.coop), f"/office/approvals/{approval.pk}")
        assert_accessible(page)
        look(page, "office-approval-payout")
        page.locator("[name=answer]").fill("通帳の写しで確認")
        page.get_by_role("button", name="承認して実行する").click()
        expect(page.get_by_role("main")).to_contain_text("承認待ち")
        page.goto(address)
        expect(page.get_by_role("main")).to_contain_text("0円（0円）")
