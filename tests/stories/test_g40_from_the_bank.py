"""Guide row G40 from the office's side: from the bank's file to a lunch."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from kumiai.kit import clock
from kumiai.slips import actions
from kumiai.slips.actions import SlipsAsked
from kumiai.slips.models import PaymentSlip
from tests import cast
from tests import office as offices
from tests.slips import bank
from tests.stories import baskets, office
from tests.stories.browser import assert_accessible, card, log_in, look
from tests.stories.conftest import Registered, World
from tests.stories.servers import now


def slip_for(person: cast.Person) -> str:
    """The reference of a slip the co-op has sent."""
    asked = SlipsAsked(purpose="教科書代", guide_amount_yen=30_000)
    sending = actions.send_slips(
        coop_id=person.coop_id,
        member_ids=[person.id],
        asked=asked,
        by=cast.OPERATOR,
        at=clock.now(),
    )
    return PaymentSlip.objects.get(sending_id=sending).reference


class TestFromTheBank:
    def test_a_slip_becomes_a_lunch(
        self, world: World, page: Page, hanako: Registered, taro: Registered
    ) -> None:
        paid_on = now().date() - timedelta(days=8)
        # Taro's transfer names nobody; who it is for is found at the matching desk.
        raw = bank.notice(
            bank.transfer("ﾂｶﾞﾙ ﾖｳｺ", edi=slip_for(hanako.person), posted_on=paid_on),
            bank.transfer("ｲﾜｷ ﾀﾛｳ", 3_000, posted_on=paid_on, inquiry="000002"),
        )
        office.open_for(page, offices.accounting(world.coop), "/office/files")
        page.set_input_files(
            "input[name=file]",
            {"name": "april.txt", "mimeType": "text/plain", "buffer": raw},
        )
        page.get_by_role("button", name="読み込んで確認する").click()
        expect(page.get_by_role("main")).to_contain_text("2件、23,000円")
        assert_accessible(page)
        look(page, "office-file-received")
        page.get_by_role("button", name="取り込む").click()
        page.get_by_role("link", name="照合を待つ入金を見る").click()
        page.get_by_role("link", name="イワキ タロウ").first.click()
        expect(page.get_by_role("main")).to_contain_text("番号がなく、だれの入金か分かりません")
        page.get_by_label("組合員番号").first.fill(taro.person.member_number)
        page.get_by_label("金額（円）").first.fill("3,000")
        page.get_by_label("理由・確認したこと").first.fill("電話で本人に確認")
        assert_accessible(page)
        look(page, "office-deposit")
        page.get_by_role("button", name="未受取として入金する").click()
        expect(page.get_by_role("main")).to_contain_text("入金した組合員")

        for registered, yen in ((hanako, 20_000), (taro, 3_000)):
            body = {"card": registered.person.card}
            told = world.servers.post(world.coop.till, "/v1/collections", body).body
            assert told["collected"] == yen
        sale = {
            "card": hanako.person.card,
            "lines": [baskets.bowl()],
            "tenders": [{"kind": "prepaid"}],
        }
        sold = world.servers.post(world.coop.cafeteria_till, "/v1/purchases", sale).body
        assert (sold["state"], sold["balances"]["prepaid"]) == ("settled", 19_520)
        log_in(page, hanako.login_id)
        expect(card(page, "プリペイド残高")).to_contain_text("19,520円")
