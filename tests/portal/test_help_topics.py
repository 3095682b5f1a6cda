"""The guide's questions: answered for everybody, with the reader's own figures where shared."""

import pytest
from django.test import Client

from kumiai.kit import clock
from kumiai.portal.pages.help_topics import TOPICS
from tests import cast, money
from tests.portal import history
from tests.portal.sessions import client_of


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)


class TestTopic:
    @pytest.mark.parametrize("slug", TOPICS)
    def test_is_answered_for_everybody_with_the_coops_phone(
        self, client: Client, coop: cast.Coop, hanako: cast.Person, slug: str
    ) -> None:
        assert f'href="/help/{slug}"' in client.get("/help").text
        for reader in (client, client_of(hanako), client_of(hanako, kind="guardian")):
            page = reader.get(f"/help/{slug}")
            assert page.status_code == 200
            assert str(TOPICS[slug].title) in page.text
            assert "0172-34-4806" in page.text

    def test_shows_what_is_the_readers_own(self, coop: cast.Coop, hanako: cast.Person) -> None:
        at = clock.now()
        money.top_up(hanako, till=coop.till, yen=3000, at=history.midnight())
        money.ring_up(hanako, money.line(yen=480), till=coop.till, at=at)
        money.pay_slip(hanako, yen=7000, paid_on=at.date(), available_on=at.date(), at=at)
        client = client_of(hanako)
        for slug, words in {
            "slips": "7,000",
            "balances": "2,520円",
            "differences": "480",
            "points": "あと<b>197.6ポイント</b>",
            "lost-card": "いま、止まっていません。",
            "expiry": "2029年3月31日",
            "guardian": 'href="/sharing"',
        }.items():
            assert words in client.get(f"/help/{slug}").text, slug

    def test_counts_with_the_coops_own_numbers(self, client: Client, db: None) -> None:
        cast.coop_2101(point_block_tenths=1000, point_block_yen=100, reissue_fee_yen=500)
        assert "100ポイントたまると" in client.get("/help/points").text
        assert "手数料500円" in client.get("/help/lost-card").text

    def test_is_not_there_where_nobody_asked(self, client: Client, coop: cast.Coop) -> None:
        for slug in ("nothing", "topic", "ask"):
            assert client.get(f"/help/{slug}").status_code == 404
