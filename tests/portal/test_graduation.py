"""The end of the road: what is left where, what to do, and which sale left a debt."""

import re
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.test import Client

from kumiai.identity.actions import sharing
from kumiai.kit import clock, ids
from kumiai.ui import wording
from tests import cast, money
from tests.portal import history
from tests.portal.sessions import client_of

THIS_YEAR = clock.tokyo_date(clock.now()).year


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


class TestHome:
    @pytest.mark.parametrize(
        ("day", "told"),
        [
            (date(2026, 12, 31), ""),
            (date(2027, 1, 1), "ご利用期限は、2027年3月31日です。現金でのご返金はできません。"),
            (date(2027, 3, 31), "ご利用期限は、2027年3月31日です。現金でのご返金はできません。"),
            (date(2027, 4, 1), "ご利用期限は、2027年3月31日（水）でした"),
        ],
    )
    def test_tells_who_graduates_and_nobody_else(
        self, coop: cast.Coop, day: date, told: str
    ) -> None:
        with time_machine.travel(datetime.combine(day, time(12), clock.TOKYO), tick=False):
            leaving = cast.hanako(coop, graduation_year=2027)
            staying = cast.taro(coop, graduation_year=2028)
            page = text_of(client_of(leaving), "/home")
            assert "ご利用期限" not in text_of(client_of(staying), "/home")
        assert told in page
        assert ("ご利用期限" in page) is bool(told)


class TestGraduation:
    def test_tells_what_is_left_where_and_what_to_do(self, coop: cast.Coop) -> None:
        hanako = cast.hanako(coop, graduation_year=THIS_YEAR + 1)
        at, today = clock.now(), clock.tokyo_date(clock.now())
        last = date(THIS_YEAR + 1, 3, 31)
        money.top_up(hanako, till=coop.till, yen=3000, at=at)
        money.pay_slip(hanako, yen=500, paid_on=today, available_on=today, at=at)
        late = last + timedelta(days=2)
        money.pay_slip(hanako, yen=700, paid_on=today, available_on=late, at=at)
        money.earn_points(hanako, till=coop.till, tenths=287, at=at)
        money.earn_web_points(hanako, tenths=2500, at=at)
        page = text_of(client_of(hanako), "/graduation")
        for words in (
            f"{wording.long_date(last, 'ja')}まで",
            "プリペイド残高 3,000円",
            "未受取プリペイド残高 1,200円",
            "いま受け取れるのは500円です",
            "700円は4月2日",
            "ポイント残高 28.7ポイント",
            "あと171.3ポイントで",
            "Webポイント残高 250ポイント",
            "までに受取申請をすると",
            "現金でのご返金ができません",
        ):
            assert words in page, words

    def test_says_when_it_is_over(self, coop: cast.Coop) -> None:
        gone = cast.hanako(coop, graduation_year=THIS_YEAR - 1)
        page = text_of(client_of(gone), "/graduation")
        assert "でした" in page
        assert "残っているものはありません" in page

    def test_offers_nothing_that_a_till_would_decline(self, coop: cast.Coop) -> None:
        """Prepaid money can neither be used nor taken in once the last day has passed."""
        gone = cast.hanako(coop, graduation_year=THIS_YEAR - 1)
        at, today = clock.now(), clock.tokyo_date(clock.now())
        money.pay_slip(gone, yen=500, paid_on=today, available_on=today, at=at)
        money.earn_points(gone, till=coop.till, tenths=287, at=at)
        money.earn_web_points(gone, tenths=2500, at=at)
        client = client_of(gone)
        for path in ("/home", "/graduation", "/uncollected", "/web-points"):
            page = text_of(client, path)
            assert f"ご利用期限は、{THIS_YEAR - 1}年3月31日" in page, path
            for offer in ("いま受け取れ", "とお伝えください", "チャージされます", "きょう申請"):
                assert offer not in page, (path, offer)
        assert "まででした" in text_of(client, "/help/expiry")
        sent = {"id": str(ids.uuid7(at)), "blocks": "1"}
        refused = client.post("/web-points", sent)
        assert refused.status_code == 422
        assert "ご利用期限が過ぎたため、受取申請はできません" in refused.text

    @pytest.mark.parametrize(("day", "is_late"), [(29, False), (30, True), (31, True)])
    def test_warns_of_a_claim_that_comes_too_late(
        self, coop: cast.Coop, day: int, is_late: bool
    ) -> None:
        with time_machine.travel(datetime(2027, 3, day, 12, tzinfo=clock.TOKYO), tick=False):
            hanako = cast.hanako(coop, graduation_year=2027)
            money.earn_web_points(hanako, tenths=2500, at=clock.now())
            page = text_of(client_of(hanako), "/web-points")
        assert "きょう申請した分は" in page
        assert ("期限（2027年3月31日（水））に間に合いません" in page) is is_late

    def test_asks_where_the_year_is_not_known(self, coop: cast.Coop) -> None:
        somebody = cast.hanako(coop, graduation_year=None)
        assert "ご卒業の年が登録されていません" in text_of(client_of(somebody), "/graduation")

    def test_is_the_guardians_while_balances_are_shared(self, coop: cast.Coop) -> None:
        hanako = cast.hanako(coop)
        login_pk = cast.full_login(hanako, login_id="hanako.t")
        guardian = client_of(hanako, kind="guardian")
        paths = ("/graduation", "/debt")
        assert [guardian.get(path).status_code for path in paths] == [200, 200]
        sharing.choose_sharing(login_pk=login_pk, chosen=(), at=clock.now())
        assert [guardian.get(path).status_code for path in paths] == [403, 403]


class TestDebt:
    def test_is_explained_with_the_sale_that_made_it(self, coop: cast.Coop) -> None:
        hanako, at = cast.hanako(coop), history.midnight()
        client = client_of(hanako)
        assert "お支払いが済んでいない金額はありません" in text_of(client, "/debt")
        earlier = money.ring_up(hanako, money.line(yen=480), till=coop.till, at=at, offline=True)
        later = money.ring_up(hanako, money.line(yen=130), till=coop.till, at=at, offline=True)
        money.top_up(hanako, till=coop.till, yen=400, at=at)
        page = client.get("/debt")
        assert page.context["debt_yen"] == 210
        told = [(origin.amount_yen, origin.left_yen) for _, origin in page.context["origins"]]
        assert told == [(130, 130), (480, 80)]
        for sale in (earlier, later):
            assert f"/purchases/{sale['id']}/receipt" in page.text
        money.top_up(hanako, till=coop.till, yen=100, at=at)
        ((_, latest),) = client.get("/debt").context["origins"]
        assert latest.left_yen == 110
        assert 'href="/debt"' in client.get("/home").text
