"""Guide row B3: each slip from the post office to the till, with when and where."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests import money
from tests.stories import baskets
from tests.stories.browser import assert_accessible, card, log_in, look
from tests.stories.conftest import Registered, World


class TestWhereMoneyIs:
    def test_is_told_from_slip_to_till(self, world: World, phone: Page, hanako: Registered) -> None:
        at = baskets.yesterday()
        paid_on = at.date() - timedelta(days=8)
        money.pay_slip(hanako.person, yen=20_000, paid_on=paid_on, available_on=at.date(), at=at)
        money.pay_slip(
            hanako.person,
            yen=5_000,
            paid_on=paid_on,
            available_on=at.date() + timedelta(days=9),
            at=at + timedelta(minutes=1),
        )
        log_in(phone, hanako.login_id)
        card(phone, "未受取プリペイド残高").get_by_role("link", name="お金のゆくえを見る").click()
        slip = card(phone, "払込票 20,000円")
        expect(slip).to_contain_text(f"{paid_on.month}月{paid_on.day}日")
        expect(slip).to_contain_text("生協に届きました")
        expect(slip).to_contain_text("受け取れます")
        expect(card(phone, "未受取プリペイド残高")).to_contain_text("25,000円")
        assert_accessible(phone)
        look(phone, "uncollected")
        asked = {"card": hanako.person.card}
        told = world.servers.post(world.coop.till, "/v1/collections", asked).body
        assert told["collected"] == 20_000
        phone.reload()
        expect(slip).to_contain_text("受け取り済み")
        expect(slip).to_contain_text("FERIOで20,000円を受け取りました")
        expect(card(phone, "未受取プリペイド残高")).to_contain_text("5,000円")
        assert_accessible(phone)
        look(phone, "uncollected-collected")
