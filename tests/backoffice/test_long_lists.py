"""Lists of the office that grow for years come in pages."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kumiai.coops import actions as coops
from kumiai.kit import clock
from kumiai.slips import actions as slips
from kumiai.slips import imports, queries
from tests import cast, money, office

pytestmark = pytest.mark.django_db
SLIPS = 45


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    """Forty-five slips, uncollected, and as many top-ups."""
    person, now = cast.hanako(coop), clock.now()
    pay_slips(person, count=SLIPS)
    for number in range(SLIPS):
        money.top_up(person, till=coop.till, yen=100, at=now - timedelta(days=9, hours=-number))
    return person


def pay_slips(person: cast.Person, *, count: int) -> None:
    """Each of another amount."""
    now = clock.now()
    paid_on = clock.tokyo_date(now) - timedelta(days=30)
    rows = [
        f"{paid_on},{1_000 + number},{person.member_number},A{number}," for number in range(count)
    ]
    raw = "\n".join(["払込日,金額,組合員番号,払込票番号,払込人", *rows]).encode()
    file = imports.read(raw, coop_id=None, today=clock.tokyo_date(now))
    slips.take_in(file=queries.against_stored(file), by=cast.OPERATOR, at=now - timedelta(days=20))


@pytest.fixture
def desk(coop: cast.Coop) -> Client:
    return office.client_of(office.desk(coop))


def section(page: str, name: str) -> str:
    """The page from a list's place on, up to the next heading."""
    return re.split("<h[23]", page.partition(f'id="{name}"')[2])[0]


class TestMember:
    def test_shows_a_page_of_each_list(self, desk: Client, hanako: cast.Person) -> None:
        path = f"/office/members/{hanako.member_number}"
        pages = [desk.get(path, {"slips": number}).text for number in ("1", "2", "3")]
        shown = [re.findall(r"1,0\d\d円", page.partition('id="slips"')[2]) for page in pages]
        assert [len(each) for each in shown] == [20, 20, 5]
        assert len({each for some in shown for each in some}) == SLIPS
        assert "2ページ目" in pages[1].partition('id="slips"')[2]
        assert [len(re.findall("＋100円|\\+100円", section(page, "moves"))) for page in pages] == [
            20
        ] * 3
        assert desk.get(path, {"slips": "4"}).status_code == 404

    def test_turns_one_list_and_leaves_the_others(self, desk: Client, hanako: cast.Person) -> None:
        path = f"/office/members/{hanako.member_number}"
        page = desk.get(path, {"slips": "2", "waiting": "2"}).text
        assert 'href="?waiting=2&amp;slips=3#slips"' in page
        assert 'href="?slips=2&amp;waiting=1#waiting"' in page

    def test_asks_as_much_for_long_lists_as_for_short_ones(
        self, coop: cast.Coop, desk: Client, hanako: cast.Person
    ) -> None:
        taro, now = cast.taro(coop), clock.now()
        money.top_up(taro, till=coop.till, yen=100, at=now)
        pay_slips(taro, count=1)
        asked = []
        for person in (taro, hanako):
            path = f"/office/members/{person.member_number}"
            desk.get(path)
            with CaptureQueriesContext(connection) as statements:
                desk.get(path)
            asked.append(len(statements))
        assert asked[0] == asked[1]


class TestLog:
    def test_is_turned_by_posting_what_is_asked_for(self, coop: cast.Coop) -> None:
        manager = office.manager(coop)
        for number in range(150):
            coops.record_act(
                coop_id=coop.id,
                by=cast.OPERATOR,
                verb="note",
                subject="coop:2101",
                at=clock.now(),
                details={"number": number},
            )
        browser = office.client_of(manager)
        first = browser.get("/office/log").text
        assert 'name="page"' in first
        second = browser.post("/office/log", {"page": "2"}).text
        assert "2ページ目" in second
        assert first.count("lines__when") == 100
        assert 50 <= second.count("lines__when") < 100
        assert browser.post("/office/log", {"page": "9"}).status_code == 404
