"""Guide row G43: slips come with a suggested amount; any amount may be paid in."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kumiai.slips import actions as slips
from kumiai.slips import queries
from kumiai.slips.actions import SlipsAsked
from tests import cast
from tests.stories import baskets
from tests.stories.browser import assert_accessible, card, log_in, look
from tests.stories.conftest import Registered, World
from tests.stories.test_g40_slip_to_till import take_in


class TestSlip:
    @pytest.mark.parametrize("screen", ["page", "phone"])
    def test_is_paid_with_another_amount_than_suggested(
        self,
        world: World,
        hanako: Registered,
        tmp_path: Path,
        screen: str,
        request: pytest.FixtureRequest,
    ) -> None:
        page: Page = request.getfixturevalue(screen)
        person = hanako.person
        slips.send_slips(
            coop_id=person.coop_id,
            member_ids=[person.id],
            asked=SlipsAsked(purpose="教科書のご購入", guide_amount_yen=50_000),
            by=cast.OPERATOR,
            at=baskets.yesterday(),
        )
        (sent,) = queries.slips_sent_to(coop_id=person.coop_id, member_id=person.id)
        paid_on = baskets.now().date() - timedelta(days=9)
        take_in(world, tmp_path, hanako, paid_on=paid_on, yen=12_345, reference=sent.reference)
        log_in(page, hanako.login_id)
        page.goto("/uncollected")
        told = card(page, "お送りした払込票")
        expect(told).to_contain_text("教科書のご購入")
        expect(told).to_contain_text("目安 50,000円")
        expect(told).to_contain_text("ご利用状況に合わせた金額をご入金いただけます")
        expect(card(page, "払込票 12,345円")).to_contain_text("受け取れます")
        assert_accessible(page)
        look(page, "uncollected-sent")
        asked = {"card": person.card}
        collected = world.servers.post(world.coop.till, "/v1/collections", asked).body
        assert collected["collected"] == 12_345
