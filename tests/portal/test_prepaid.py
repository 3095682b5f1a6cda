"""This month and the last at a glance: the sums, what they are made of, and whose they are."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kumiai.kit import clock
from tests import cast, money
from tests.portal import history
from tests.portal.sessions import client_of

QUERIES_MAX = 8


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)


class TestMonths:
    def test_are_this_one_and_the_last(self, coop: cast.Coop, hanako: cast.Person) -> None:
        now = clock.now()
        first = clock.day_start(clock.tokyo_date(now).replace(day=1))
        for at, yen in ((first - timedelta(days=1), 2000), (now, 1000)):
            money.top_up(hanako, till=coop.till, yen=yen, at=at)
        sale = money.ring_up(hanako, money.line(yen=480), till=coop.till, at=now)
        money.ring_up(hanako, money.line(yen=1000), till=coop.till, at=now, tenders=("cash",))
        money.reverse(sale, till=coop.till, at=now)
        this, last = client_of(hanako).get("/prepaid").context["months"]
        assert (this.used_yen, this.topped_up_yen, this.earned_tenths) == (0, 1000, 50)
        assert [len(each) for each in (this.uses, this.top_ups, this.earned)] == [2, 1, 3]
        assert (last.used_yen, last.topped_up_yen, last.earned_tenths) == (0, 2000, 0)

    @pytest.mark.parametrize("seed", range(3))
    def test_lead_from_one_balance_to_the_next(
        self, coop: cast.Coop, hanako: cast.Person, seed: int
    ) -> None:
        history.Life(hanako, coop, Random(seed)).live()
        client = client_of(hanako)
        for month in client.get("/prepaid").context["months"]:
            asked = {"tab": "prepaid", "month": f"{month.month:%Y-%m}"}
            story = client.get("/purchases", asked).context["story"]
            owed_more = sum(step.change_yen for step in story.steps if step.is_debt)
            change = month.topped_up_yen - month.used_yen
            assert story.opening_yen + change == story.closing_yen - owed_more

    def test_cost_the_same_however_much_was_bought(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        client, counts = client_of(hanako), []
        money.top_up(hanako, till=coop.till, yen=1000, at=clock.now() - timedelta(days=40))
        for more in (3, 60):
            history.buy_often(hanako, coop, more, last=clock.now())
            with CaptureQueriesContext(connection) as asked:
                assert client.get("/prepaid").status_code == 200
            counts.append(len(asked))
        assert counts[0] == counts[1] <= QUERIES_MAX


class TestWhose:
    def test_is_the_members_own(self, coop: cast.Coop, hanako: cast.Person) -> None:
        money.top_up(hanako, till=coop.till, yen=7777, at=clock.now())
        assert "7,777円" in client_of(hanako).get("/prepaid").text
        assert "7,777円" not in client_of(cast.taro(coop)).get("/prepaid").text

    def test_is_the_guardians_where_everything_is_shared(self, db: None) -> None:
        coop = cast.other_coop(guardian_sees="totals")
        assert client_of(cast.jiro(coop), kind="guardian").get("/prepaid").status_code == 403
