"""Guide row G40: money given to the wrong member is put right by two people."""

from playwright.sync_api import Page, expect

from kumiai.coops.models import Approval
from kumiai.kit import clock
from kumiai.slips import actions
from tests import cast
from tests import office as offices
from tests.slips import bank
from tests.stories import office
from tests.stories.browser import assert_accessible, look
from tests.stories.conftest import Registered, World


class TestTheWrongMember:
    def test_gives_it_back_and_the_right_one_has_it(
        self, world: World, page: Page, hanako: Registered, taro: Registered
    ) -> None:
        (row,) = bank.take_in(bank.notice(bank.transfer("ﾂｶﾞﾙ ﾊﾅｺ", 4_321)))
        actions.assign(
            coop_id=world.coop.id,
            deposit_id=row.pk,
            shares={taro.person.id: 4_321},
            reason="取り違え",
            by=cast.OPERATOR,
            at=clock.now(),
        )
        accounting = offices.accounting(world.coop)
        office.open_for(page, accounting, f"/office/deposits/{row.pk}")
        for width in (360, 768, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert_accessible(page)
            look(page, "office-deposit-recall")
        page.get_by_label("理由・確認したこと").fill("通帳で払込人を確認")
        page.get_by_role("button", name="取り戻しの承認を頼む").click()
        expect(page.get_by_role("main")).to_contain_text("取り戻しの承認を待っています。")
        approval = Approval.objects.get(kind="recall_deposit")
        office.open_for(page, offices.manager(world.coop), f"/office/approvals/{approval.pk}")
        expect(page.get_by_role("main")).to_contain_text(taro.person.name)
        assert_accessible(page)
        look(page, "office-approval-recall")
        page.locator("[name=answer]").fill("通帳で確認")
        page.get_by_role("button", name="承認して実行する").click()
        page.goto("/office/deposits")
        page.get_by_role("link", name="ツガル ハナコ").first.click()
        expect(page.get_by_role("main")).to_contain_text("ほかの組合員への入金を取り戻しました")
