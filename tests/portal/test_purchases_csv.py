"""The history as CSV: what the page shows, in both encodings, and nothing that computes."""

import csv
import io

import pytest
from django.test import Client

from kumiai.kit import clock
from tests import cast, money
from tests.portal.sessions import client_of

PAGE = "/purchases.csv"


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    person, at = cast.hanako(coop), clock.now()
    money.top_up(person, till=coop.till, yen=5_000, at=at)
    money.ring_up(
        person,
        money.line("唐揚げ丼", yen=480),
        money.line("統計学入門", yen=3_080, genre="books"),
        till=coop.till,
        at=at,
        receipt_number="0001-1",
    )
    return person


def rows(client: Client, *, encoding: str = "utf-8-sig", **asked: str) -> list[list[str]]:
    answer = client.get(PAGE, asked)
    assert answer.status_code == 200, answer.text
    assert "attachment" in answer.headers["Content-Disposition"]
    return list(csv.reader(io.StringIO(answer.content.decode(encoding), newline="")))


class TestPurchases:
    def test_have_a_row_for_each_line(self, hanako: cast.Person) -> None:
        head, *told = rows(client_of(hanako))
        assert head[0] == "日時"
        assert [row[3:10] for row in told] == [
            ["唐揚げ丼", "食", "1", "480", "10", "0", "0"],
            ["統計学入門", "書籍・雑誌", "1", "3080", "10", "0", "0"],
        ]
        assert told[0][1:3] == ["FERIO", "0001-1"]
        assert told[0][10:] == ["Pico 3560", "3560", "94.8"]

    def test_are_those_of_the_tab(self, hanako: cast.Person) -> None:
        _, *told = rows(client_of(hanako), tab="food")
        assert [row[3] for row in told] == ["唐揚げ丼"]

    def test_come_in_cp932_for_older_spreadsheets(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        coffee = money.line("珈琲☕", yen=150)
        money.ring_up(hanako, coffee, till=coop.till, at=clock.now())
        answer = client_of(hanako).get(PAGE, {"encoding": "cp932"})
        assert answer.headers["Content-Type"] == "text/csv; charset=cp932"
        text = answer.content.decode("cp932")
        assert "唐揚げ丼" in text
        assert "珈琲?" in text

    def test_never_compute(self, coop: cast.Coop) -> None:
        taro = cast.taro(coop)
        for name in ("=1+1", "+81", "-x", "@SUM(A1)", "\tx"):
            line = money.line(name, yen=10)
            money.ring_up(taro, line, till=coop.till, at=clock.now(), tenders=("cash",))
        _, *told = rows(client_of(taro))
        assert {row[3] for row in told} == {"'=1+1", "'+81", "'-x", "'@SUM(A1)", "'\tx"}


class TestMovements:
    def test_have_the_balance_after_each(self, hanako: cast.Person) -> None:
        _, *told = rows(client_of(hanako), tab="prepaid")
        assert [row[1:] for row in told] == [
            ["お買い物", "FERIO", "-3560", "1440", ""],
            ["チャージ", "FERIO", "5000", "5000", ""],
        ]

    def test_of_the_top_ups_alone(self, hanako: cast.Person) -> None:
        _, *told = rows(client_of(hanako), tab="top-ups")
        assert [row[3] for row in told] == ["5000"]


class TestWhoMayTakeIt:
    def test_is_nobody_before_the_login(self, client: Client, coop: cast.Coop) -> None:
        assert client.get(PAGE).status_code == 302

    def test_gets_nothing_of_others(self, coop: cast.Coop, hanako: cast.Person) -> None:
        assert len(rows(client_of(cast.taro(coop)))) == 1

    def test_is_the_guardian_as_far_as_it_is_shared(self, db: None) -> None:
        coop = cast.coop_2101(guardian_sees="totals")
        guardian = client_of(cast.hanako(coop), kind="guardian")
        assert guardian.get(PAGE).status_code == 403

    @pytest.mark.parametrize(
        "asked",
        [
            {"tab": "drinks"},
            {"month": "1999-01"},
            {"month": "2026-13"},
            {"encoding": "utf-16"},
            {"month": ""},
        ],
    )
    def test_is_told_what_never_was(self, hanako: cast.Person, asked: dict[str, str]) -> None:
        assert client_of(hanako).get(PAGE, asked).status_code == 404
