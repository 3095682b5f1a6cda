"""Guide row G42: what was paid in years ago is still there to be collected."""

from datetime import timedelta

from playwright.sync_api import Page, expect

from tests import cast, money
from tests.stories.browser import card, log_in
from tests.stories.conftest import Registered, World
from tests.stories.servers import now


class TestUncollectedMoney:
    def test_waits_for_ever(self, world: World, page: Page, hanako: Registered) -> None:
        joined = cast.LONG_AGO + timedelta(days=1)
        day = joined.date()
        assert now() - joined > timedelta(days=500)
        money.pay_slip(hanako.person, yen=20_000, paid_on=day, available_on=day, at=joined)
        log_in(page, hanako.login_id)
        waiting = card(page, "未受取プリペイド残高")
        expect(waiting).to_contain_text("20,000円はいま受け取れます")
        expect(waiting).to_contain_text("受け取りの期限はありません")
        body = {"card": hanako.person.card}
        told = world.servers.post(world.coop.till, "/v1/collections", body).body
        assert (told["collected"], told["balances"]["prepaid"]) == (20_000, 20_000)
        page.reload()
        expect(card(page, "プリペイド残高")).to_contain_text("20,000円")
