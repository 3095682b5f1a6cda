"""Legal texts as a manager writes them: from a day to come, after a look."""

from datetime import date, timedelta

import pytest
from django.test import Client

from kumiai.coops import queries as coops
from kumiai.coops.legal import queries
from kumiai.coops.legal.queries import TextFacts
from kumiai.kit import clock
from tests import cast, office

pytestmark = pytest.mark.django_db

PAGE = "/office/settings/texts"
GIVEN = {
    "japanese": "# 第1条\r\n\r\nカードを貸しません。\r\n\r\n- 家族にも\r\n- 友人にも",
    "english": "# Article 1\r\n\r\nCards are not lent.",
    "reason": "総会の議決",
}


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def manager(coop: cast.Coop) -> Client:
    return office.client_of(office.manager(coop))


def later(days: int = 1) -> str:
    return (clock.tokyo_date(clock.now()) + timedelta(days=days)).isoformat()


def terms(coop: cast.Coop) -> tuple[TextFacts, ...]:
    return queries.texts(coop_id=coop.id, kind="terms")


class TestTexts:
    def test_begin_on_a_day_to_come_after_a_look(self, coop: cast.Coop, manager: Client) -> None:
        other, was = cast.other_coop(), terms(coop)
        given = GIVEN | {"starts_on": later(), "needs_consent": "on"}
        page = manager.post(f"{PAGE}/terms", given).content.decode()
        assert "<li>家族にも</li>" in page
        assert "改めて同意をお願いします" in page
        assert terms(coop) == was
        saved = manager.post(f"{PAGE}/terms", given | {"save": "yes"})
        assert saved.status_code == 302
        added = terms(coop)[0]
        assert added.starts_on == date.fromisoformat(later())
        assert added.needs_consent
        assert terms(other) == ()
        act = coops.acts(coop.id, subject=f"coop:{coop.id}")[0]
        assert (act.verb, act.reason) == ("take_in_legal_texts", "総会の議決")
        assert manager.post(f"{PAGE}/terms", given | {"save": "yes"}).status_code == 409

    def test_that_have_not_begun_are_written_anew(self, coop: cast.Coop, manager: Client) -> None:
        count = len(terms(coop))
        for days in (3, 5):
            given = GIVEN | {"starts_on": later(days), "save": "yes"}
            assert manager.post(f"{PAGE}/terms", given).status_code == 302
        assert len(terms(coop)) == count + 1
        assert terms(coop)[0].starts_on.isoformat() == later(5)

    def test_on_money_ask_nobody_for_consent(self, coop: cast.Coop, manager: Client) -> None:
        given = GIVEN | {"starts_on": later(), "save": "yes", "needs_consent": "on"}
        assert manager.post(f"{PAGE}/emoney", given).status_code == 302
        assert not queries.texts(coop_id=coop.id, kind="emoney")[0].needs_consent

    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"starts_on": later(0)}, 409),
            ({"starts_on": "2020-01-01"}, 409),
            ({"starts_on": "そのうち"}, 422),
            ({"japanese": " "}, 422),
            ({"english": ""}, 422),
            ({"japanese": "あ" * 50_001}, 422),
            ({"english": "a\x02"}, 422),
            ({"reason": ""}, 422),
        ],
    )
    def test_are_refused_plainly(
        self, coop: cast.Coop, manager: Client, changes: dict[str, str], status: int
    ) -> None:
        before = terms(coop)
        given = GIVEN | {"starts_on": later(), "save": "yes"} | changes
        assert manager.post(f"{PAGE}/terms", given).status_code == status
        assert terms(coop) == before

    def test_of_another_kind_there_are_not(self, manager: Client) -> None:
        assert manager.get(f"{PAGE}/cookies").status_code == 404
