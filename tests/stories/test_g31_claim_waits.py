"""Guide row G31: a claim is uncollected at once, and collectable from the second business day."""

from datetime import date, datetime, timedelta

from playwright.sync_api import Page, expect

from kumiai.kit import clock
from kumiai.ui import wording
from tests import money
from tests.ledger.model import second_business_day
from tests.stories.browser import card, log_in, look
from tests.stories.conftest import Registered, World
from tests.stories.servers import now

COLLECTIONS = "/v1/collections"


def latest_day_that_is_due(today: date) -> date:
    """The last day on which a claim could be made to be collectable today."""
    days = [today - timedelta(days=ago) for ago in range(30)]
    return next(day for day in days if second_business_day(day) <= today)


def claim(hanako: Registered, day: date) -> None:
    """400 web points on a day, as soon as it has begun."""
    at = datetime.combine(day, datetime.min.time(), tzinfo=clock.TOKYO)
    money.earn_web_points(hanako.person, tenths=4500, at=at - timedelta(days=1))
    money.claim(hanako.person, blocks=2, at=at)


class TestClaim:
    def test_is_collected_on_the_second_business_day(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        claim(hanako, latest_day_that_is_due(now().date()))
        log_in(page, hanako.login_id)
        expect(card(page, "未受取プリペイド残高")).to_contain_text("400円はいま受け取れます")
        body = {"card": hanako.person.card}
        told = world.servers.post(world.coop.till, COLLECTIONS, body).body
        assert (told["state"], told["collected"]) == ("settled", 400)
        assert (told["balances"]["prepaid"], told["balances"]["web_points_tenths"]) == (400, 500)
        page.reload()
        prepaid = card(page, "プリペイド残高")
        expect(prepaid).to_contain_text("今日の受け取り")
        expect(prepaid).to_contain_text("+400円")
        expect(card(page, "Webポイント残高")).to_contain_text("50ポイント")

    def test_waits_until_then_and_says_so(
        self, world: World, page: Page, hanako: Registered
    ) -> None:
        """Made one day later, or today, it is not due; the page and the till name the day."""
        day = latest_day_that_is_due(now().date()) + timedelta(days=1)
        due = second_business_day(day)
        claim(hanako, day)
        body = {"card": hanako.person.card}
        told = world.servers.post(world.coop.till, COLLECTIONS, body).body
        assert (told["state"], told["reason"]) == ("declined", "nothing_to_collect")
        assert told["next_on"] == due.isoformat()
        assert told["remedies"] == [{"kind": "wait", "on": due.isoformat()}]
        assert f"{due.month}月{due.day}日" in told["text"]
        assert told["balances"]["uncollected"] == 400
        assert told["balances"]["collectable"] == 0
        log_in(page, hanako.login_id)
        waiting = card(page, "未受取プリペイド残高")
        expect(waiting).to_contain_text("Webポイント")
        expect(waiting).to_contain_text(f"{wording.short_date(due, 'ja')}から")
        expect(waiting).not_to_contain_text("いま受け取れます")
        look(page, "claim-waits")
