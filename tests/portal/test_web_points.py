"""Web points: their history, and claiming them once and only as far as they reach."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kumiai.kit import clock, ids
from kumiai.ledger import queries as ledger
from kumiai.ledger.accounts import Kind
from kumiai.wallet.models import Uncollected
from tests import cast, money
from tests.portal.sessions import client_of

PAGE = "/web-points"
QUERIES_MAX = 8


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    """She has 430.5 points of the app."""
    person = cast.hanako(coop)
    money.earn_web_points(person, tenths=4305, at=clock.now() - timedelta(hours=1))
    return person


def web_points(person: cast.Person) -> int:
    return ledger.purses_now(coop_id=person.coop_id, holder_id=person.id)[Kind.WEB_POINTS].balance


def form_of(client: Client) -> dict[str, str]:
    """What a browser would send of the form it is shown."""
    found = re.search(r'name="id" value="([^"]+)"', client.get(PAGE).text)
    assert found
    return {"id": found[1], "blocks": "2"}


class TestHistory:
    def test_tells_where_points_came_from(self, hanako: cast.Person) -> None:
        page = client_of(hanako).get(PAGE).text
        assert "+430.5ポイント" in page
        assert "来店スタンプ" in page

    def test_says_which_year_a_day_is_of(self, coop: cast.Coop) -> None:
        taro = cast.taro(coop)
        this_year = clock.tokyo_date(clock.now()).year
        last_of_year = datetime(this_year - 1, 12, 31, 12, tzinfo=clock.TOKYO)
        for at in (last_of_year, clock.now()):
            money.earn_web_points(taro, tenths=100, at=at)
        page = client_of(taro).get(PAGE).text
        headings = re.findall(r'scope="rowgroup"[^>]*>\s*(\d+)年', page)
        assert headings == [str(this_year), str(this_year - 1)]

    def test_asks_no_more_however_often_points_came(self, hanako: cast.Person) -> None:
        client, counts = client_of(hanako), []
        begun = clock.now() - timedelta(minutes=50)
        money.claim(hanako, blocks=1, at=begun)
        for more in (range(1, 3), range(3, 43)):
            for minute in more:
                money.earn_web_points(hanako, tenths=10, at=begun + timedelta(minutes=minute))
            with CaptureQueriesContext(connection) as asked:
                assert client.get(PAGE).status_code == 200
            counts.append(len(asked))
        assert counts[0] == counts[1] <= QUERIES_MAX

    def test_is_not_for_the_stranger(self, coop: cast.Coop, hanako: cast.Person) -> None:
        assert "+430.5ポイント" not in client_of(cast.taro(coop)).get(PAGE).text

    def test_is_seen_by_the_guardian_who_may_not_claim(self, hanako: cast.Person) -> None:
        guardian = client_of(hanako, kind="guardian")
        page = guardian.get(PAGE).text
        assert "+430.5ポイント" in page
        assert "申請する</button>" not in page
        sent = {"id": str(ids.uuid7(clock.now())), "blocks": "1"}
        assert guardian.post(PAGE, sent).status_code == 404
        assert web_points(hanako) == 4305

    def test_needs_a_login(self, client: Client, coop: cast.Coop) -> None:
        assert client.get(PAGE).status_code == 302


class TestAClaim:
    def test_moves_whole_blocks_into_what_waits(self, hanako: cast.Person) -> None:
        client = client_of(hanako)
        answer = client.post(PAGE, form_of(client))
        assert answer.status_code == 302
        told = client.get(answer.headers["Location"]).text
        assert "申請を受け付けました" in told
        assert web_points(hanako) == 305
        waiting = Uncollected.objects.get()
        assert (waiting.remaining_yen, waiting.source) == (400, "claim")

    def test_sent_twice_is_one(self, hanako: cast.Person) -> None:
        client = client_of(hanako)
        form = form_of(client) | {"blocks": "1"}
        first, second = client.post(PAGE, form), client.post(PAGE, form)
        assert first.headers["Location"] == second.headers["Location"]
        assert web_points(hanako) == 2305

    @pytest.mark.parametrize("blocks", ["0", "-1", "3", "1.5", "", "x", "1" * 40, "\0"])
    def test_of_what_is_not_there_is_refused_under_the_field(
        self, hanako: cast.Person, blocks: str
    ) -> None:
        client = client_of(hanako)
        answer = client.post(PAGE, form_of(client) | {"blocks": blocks})
        assert answer.status_code == 422
        assert "申請できる分を選んでください" in answer.text or blocks == ""
        assert web_points(hanako) == 4305

    def test_of_199_points_is_not_offered(self, coop: cast.Coop) -> None:
        taro = cast.taro(coop)
        money.earn_web_points(taro, tenths=1999, at=clock.now() - timedelta(hours=1))
        client = client_of(taro)
        page = client.get(PAGE).text
        assert "あと<b>0.1ポイント</b>" in page
        sent = {"id": str(ids.uuid7(clock.now())), "blocks": "1"}
        refused = client.post(PAGE, sent)
        assert refused.status_code == 422
        assert "いまの残高では申請できません" in refused.text
        assert 'href="#id_blocks"' not in refused.text
        assert web_points(taro) == 1999

    def test_may_not_take_the_id_of_another(self, coop: cast.Coop, hanako: cast.Person) -> None:
        taro = cast.taro(coop)
        money.earn_web_points(taro, tenths=2000, at=clock.now() - timedelta(hours=1))
        client = client_of(hanako)
        form = form_of(client) | {"blocks": "1"}
        assert client.post(PAGE, form).status_code == 302
        answer = client_of(taro).post(PAGE, form)
        assert answer.status_code == 422
        assert "画面を開き直して" in answer.text
        assert web_points(taro) == 2000

    @pytest.mark.parametrize("claim_id", ["", "x", "00000000-0000-4000-8000-000000000000"])
    def test_needs_an_id_of_ours(self, hanako: cast.Person, claim_id: str) -> None:
        client = client_of(hanako)
        answer = client.post(PAGE, {"id": claim_id, "blocks": "1"})
        assert answer.status_code == 422
        assert web_points(hanako) == 4305

    def test_of_somebody_else_is_not_told(self, coop: cast.Coop, hanako: cast.Person) -> None:
        client = client_of(hanako)
        answer = client.post(PAGE, form_of(client))
        other = client_of(cast.taro(coop)).get(answer.headers["Location"]).text
        assert "申請を受け付けました" not in other
