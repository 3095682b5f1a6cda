"""Totals by year and month, and the answer to why they differ from the top-ups (guide row G49)."""

from datetime import timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kumiai.identity.actions import sharing
from kumiai.kit import clock
from tests import cast, money
from tests.portal import history
from tests.portal.sessions import client_of

QUERIES_MAX = 8
PATH = "/purchases/totals"


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)


class TestTotals:
    @pytest.mark.parametrize("seed", range(4))
    def test_add_up(self, coop: cast.Coop, hanako: cast.Person, seed: int) -> None:
        history.Life(hanako, coop, Random(seed)).live()
        client = client_of(hanako)
        told, home = client.get(PATH).context, client.get("/home").context
        paid, top_ups = told["paid"], told["top_ups"]
        assert paid.yen == home["lifetime"]["live_yen"]
        assert sum(year.yen for year in told["years"]) == paid.yen
        assert top_ups.used_yen == paid.prepaid
        assert top_ups.yen - top_ups.used_yen == top_ups.prepaid_yen - top_ups.debt_yen
        assert top_ups.prepaid_yen == home["prepaid"].live
        assert top_ups.debt_yen == home["debt_yen"]
        assert top_ups.corrected_yen == 0

    def test_leave_out_what_was_taken_back(self, coop: cast.Coop, hanako: cast.Person) -> None:
        at = clock.now()
        money.top_up(hanako, till=coop.till, yen=5000, at=at)
        wrong = money.top_up(hanako, till=coop.till, yen=1000, at=at)
        money.reverse(wrong, till=coop.till, at=at)
        lines = (money.line(yen=480), money.line("六法全書", yen=3000, genre="books"))
        sale = money.ring_up(hanako, *lines, till=coop.till, at=at)
        money.reverse(sale, (2, 1), till=coop.till, at=at)
        told = client_of(hanako).get(PATH).context
        assert (told["paid"].yen, told["paid"].prepaid) == (480, 480)
        assert told["top_ups"].cash_yen == 5000
        (year,) = told["years"]
        assert list(year.genres_yen) == [480, 0, 0, 0]

    def test_name_the_large_purchases_by_other_means(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        at = clock.now() - timedelta(days=1)
        pc = money.line("生協オリジナルPC", yen=148_000, genre="other", code="PC1")
        sale = money.ring_up(hanako, pc, till=coop.till, at=at, tenders=("cash",))
        page = client_of(hanako).get(PATH).text
        assert "148,000円" in page
        assert f"/purchases/{sale['id']}/receipt" in page
        assert sale["id"] not in client_of(cast.taro(coop)).get(PATH).text

    def test_cost_the_same_however_long_the_history(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        client, counts = client_of(hanako), []
        for more in (3, 100):
            history.buy_often(hanako, coop, more, last=clock.now())
            with CaptureQueriesContext(connection) as asked:
                assert client.get(PATH).status_code == 200
            counts.append(len(asked))
        assert counts[0] == counts[1] <= QUERIES_MAX

    def test_are_the_guardians_as_far_as_shared(self, coop: cast.Coop, hanako: cast.Person) -> None:
        login_pk = cast.full_login(hanako, login_id="hanako.t")
        guardian = client_of(hanako, kind="guardian")
        history.buy_often(hanako, coop, 2, last=clock.now())
        assert "チャージの合計" in guardian.get(PATH).text
        sharing.choose_sharing(login_pk=login_pk, chosen=["totals"], at=clock.now())
        page = guardian.get(PATH)
        assert page.status_code == 200
        assert "チャージの合計" not in page.text
        assert "/receipt" not in page.text
        sharing.choose_sharing(login_pk=login_pk, chosen=(), at=clock.now())
        assert guardian.get(PATH).status_code == 403
