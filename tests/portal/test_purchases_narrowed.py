"""The history narrowed down: by store, by genre, by how it was paid; and what the CSV has of it."""

import csv
import io
from datetime import timedelta

import pytest
from django.test import Client

from kumiai.kit import clock
from tests import cast, money
from tests.portal.sessions import client_of

BOOK = money.line("統計学入門", yen=3080, genre="books", code="9784130420655")
UMBRELLA = money.line("傘", yen=990, genre="other")
BOWL = money.line("唐揚げ丼", yen=480)


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    """She has paid a bowl and a book with prepaid money, and an umbrella and a bowl in cash."""
    person, at = cast.hanako(coop), clock.now()
    money.top_up(person, till=coop.till, yen=5000, at=at)
    money.ring_up(person, BOWL, BOOK, till=coop.till, at=at)
    money.ring_up(person, UMBRELLA, till=coop.till, at=at, tenders=("cash",))
    money.ring_up(person, BOWL, till=coop.cafeteria_till, at=at, tenders=("cash",))
    return person


def shown(client: Client, **asked: str) -> tuple[int, int]:
    """The sum and the count the page tells; the file has the same lines."""
    page = client.get("/purchases", asked)
    assert page.status_code == 200
    file = client.get("/purchases.csv", asked).content.decode("utf-8-sig")
    _, *rows = csv.reader(io.StringIO(file, newline=""))
    assert sum(int(row[6]) for row in rows) == page.context["total_yen"]
    assert len({(row[0], row[1], row[11]) for row in rows}) == page.context["count"]
    return page.context["total_yen"], page.context["count"]


class TestFilters:
    def test_leave_one_store_or_one_genre(self, hanako: cast.Person) -> None:
        client = client_of(hanako)
        assert shown(client) == (5030, 3)
        assert shown(client, store="FERIO") == (4550, 2)
        assert shown(client, genre="food") == (960, 2)
        assert shown(client, store="FERIO", genre="food") == (480, 1)
        assert shown(client, tab="learning", genre="learning_goods") == (0, 0)
        assert shown(client, means="prepaid") == (3560, 1)

    def test_stay_from_month_to_month_and_in_the_file(self, hanako: cast.Person) -> None:
        page = client_of(hanako).get("/purchases", {"store": "FERIO", "genre": "food"}).text
        assert "?tab=all&amp;store=FERIO&amp;genre=food&amp;month=" in page
        assert "/purchases.csv?tab=all&amp;store=FERIO&amp;genre=food&amp;month=" in page

    @pytest.mark.parametrize(
        "asked",
        [
            {"store": "MARS"},
            {"genre": "drinks"},
            {"tab": "food", "genre": "books"},
            {"means": "gold"},
            {"tab": "genres-drinks"},
        ],
    )
    def test_that_never_were_are_not_found(
        self, hanako: cast.Person, asked: dict[str, str]
    ) -> None:
        client = client_of(hanako)
        for path in ("/purchases", "/purchases.csv"):
            assert client.get(path, asked).status_code == 404

    def test_of_another_co_ops_store_are_not_found(self, coop: cast.Coop) -> None:
        jiro = cast.jiro(cast.other_coop())
        assert client_of(jiro).get("/purchases", {"store": "FERIO"}).status_code == 404

    def test_say_how_to_see_more_where_nothing_is_left(self, hanako: cast.Person) -> None:
        page = client_of(hanako).get("/purchases", {"genre": "learning_goods"}).text
        assert "絞り込みをやめて、この月をすべて見る" in page


class TestGenres:
    def test_begin_with_what_prepaid_money_paid(self, hanako: cast.Person) -> None:
        client = client_of(hanako)
        assert shown(client, tab="genres") == (3560, 1)
        assert shown(client, tab="genres", means="any") == (5030, 3)
        assert shown(client, tab="genres-food") == (480, 1)
        assert shown(client, tab="genres-books") == (3080, 1)
        assert shown(client, tab="genres-other") == (0, 0)
        assert shown(client, tab="genres-other", means="any") == (990, 1)

    def test_keep_how_it_was_paid_from_one_to_the_next(self, hanako: cast.Person) -> None:
        page = client_of(hanako).get("/purchases", {"tab": "genres", "means": "any"}).text
        assert "?tab=genres-books&amp;means=any&amp;month=" in page

    def test_go_back_to_joining_for_books_and_other(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        at = cast.LONG_AGO + timedelta(days=3)
        taro = cast.taro(coop)
        money.ring_up(taro, UMBRELLA, BOWL, till=coop.till, at=at, tenders=("cash",))
        client, month = client_of(taro), f"{at:%Y-%m}"
        for asked in ({"tab": "genres-other"}, {"tab": "all", "genre": "other"}):
            assert shown(client, month=month, means="any", **asked) == (990, 1)
        for asked in ({"tab": "genres-food"}, {"tab": "all"}):
            assert client.get("/purchases", asked | {"month": month}).status_code == 302
            assert client.get("/purchases.csv", asked | {"month": month}).status_code == 404
