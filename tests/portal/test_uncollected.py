"""Where money is: every step of a slip and of a claim, and nobody else's."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kumiai.kit import clock
from tests import cast, money
from tests.portal import history
from tests.portal.sessions import client_of

PAGE = "/uncollected"
QUERIES_MAX = 8


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    """She paid 20,000 yen in by slip ten days ago, to be had since the day before yesterday."""
    person = cast.hanako(coop)
    at = clock.now() - timedelta(days=10)
    day = clock.tokyo_date(at)
    money.pay_slip(person, yen=20_000, paid_on=day, available_on=day + timedelta(days=8), at=at)
    return person


class TestASlip:
    def test_waits(self, hanako: cast.Person) -> None:
        page = client_of(hanako).get(PAGE).text
        assert "20,000円はいま受け取れます" in page
        assert "生協に届きました" in page
        assert "を受け取りました" not in page

    def test_is_handed_over_in_parts(self, coop: cast.Coop, hanako: cast.Person) -> None:
        """As much as there is room for under the cap; the rest later."""
        client = client_of(hanako)
        at = clock.now() - timedelta(hours=2)
        money.top_up(hanako, till=coop.till, yen=95_000, at=at)
        told = money.ring_up(
            hanako, money.line(yen=100), till=coop.till, at=at + timedelta(minutes=1), collect=True
        )
        assert told["collected"] == 4_999
        page = client.get(PAGE).text
        assert "FERIOで4,999円を受け取りました" in page
        assert "15,001円をまだ受け取っていません" in page
        money.ring_up(hanako, money.line(yen=90_000), till=coop.till, at=at + timedelta(minutes=2))
        money.ring_up(
            hanako, money.line(yen=100), till=coop.till, at=at + timedelta(minutes=3), collect=True
        )
        page = client.get(PAGE).text
        assert "FERIOで15,001円を受け取りました" in page
        assert "受け取り済み" in page

    def test_is_not_the_strangers(self, coop: cast.Coop, hanako: cast.Person) -> None:
        page = client_of(cast.taro(coop)).get(PAGE).text
        assert "20,000円" not in page
        assert "払込票でのご入金も、Webポイントの受取申請もありません" in page

    def test_is_the_guardians_to_see(self, hanako: cast.Person) -> None:
        assert "20,000円" in client_of(hanako, kind="guardian").get(PAGE).text


class TestThePage:
    def test_needs_a_login(self, client: Client, coop: cast.Coop) -> None:
        assert client.get(PAGE).status_code == 302

    def test_asks_no_more_however_much_there_was(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        client = client_of(hanako)
        at = history.midnight() - timedelta(days=5)
        for number in range(12):
            day = clock.tokyo_date(at)
            money.pay_slip(
                hanako,
                yen=1_000,
                paid_on=day,
                available_on=day,
                at=at + timedelta(minutes=2 * number),
            )
            money.ring_up(
                hanako,
                money.line(yen=100),
                till=coop.till,
                at=at + timedelta(minutes=2 * number + 1),
                collect=True,
            )
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(PAGE).status_code == 200
        assert len(asked) <= QUERIES_MAX
