"""The top page: its figures against the ledger, who may see them, and what they cost."""

import re
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kumiai.kit import clock
from kumiai.meals import actions as meals
from kumiai.meals.rules import Plan
from kumiai.ui import wording
from tests import cast, money
from tests.portal import history
from tests.portal.sessions import client_of

QUERIES_MAX = 8

# A purse is what the co-op owes, so a credit raises it; a debt is the other way round.
PURSE = """
    SELECT coalesce(sum(CASE WHEN (transfer.credit_account_id = purse.id) = (purse.kind <> 'DEBT')
        THEN transfer.amount ELSE -transfer.amount END), 0)
    FROM ledger_account AS purse
    LEFT JOIN ledger_transfer AS transfer
        ON purse.id IN (transfer.credit_account_id, transfer.debit_account_id)
        AND transfer.posted_at < %s
    WHERE purse.holder_id = %s AND purse.kind = %s
"""
# What went into the sales of tills, and the points granted by them, on entries of the member.
LIFETIME = """
    SELECT coalesce(sum(transfer.amount) FILTER (WHERE credit.kind = 'SALES'), 0),
        coalesce(sum(transfer.amount) FILTER (WHERE purse.kind = 'POINTS'
            AND debit.kind = 'POINTS_GRANTED'), 0)
    FROM ledger_entry AS entry
    JOIN ledger_transfer AS transfer ON transfer.entry_id = entry.id
    JOIN ledger_account AS credit ON credit.id = transfer.credit_account_id
    JOIN ledger_account AS debit ON debit.id = transfer.debit_account_id
    LEFT JOIN ledger_account AS purse ON purse.id = transfer.purse_id
    WHERE entry.holder_id = %s AND entry.posted_at < %s
"""
FAR = datetime(2100, 1, 1, tzinfo=clock.TOKYO)


def summed(statement: str, *parameters: Any) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row: tuple[int, ...] = cursor.fetchone()
        return row


def text_of(client: Client, path: str = "/home") -> str:
    """What the page says, without its markup and the spaces around it."""
    answer = client.get(path)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)


class TestFigures:
    @pytest.mark.parametrize("seed", range(6))
    def test_are_what_the_transfers_add_up_to(
        self, coop: cast.Coop, hanako: cast.Person, seed: int
    ) -> None:
        history.Life(hanako, coop, Random(seed)).live()
        history.Life(cast.taro(coop), coop, Random(seed + 100)).live()
        page = client_of(hanako).get("/home")
        for name in ("prepaid", "points", "web_points", "uncollected"):
            figure = page.context[name]
            (before,) = summed(PURSE, history.midnight(), hanako.id, name.upper())
            (live,) = summed(PURSE, FAR, hanako.id, name.upper())
            assert (figure.amount, figure.live) == (before, live), name
            assert before + sum(change for _, change in figure.moves) == live, name
            write = wording.points if "points" in name else wording.yen
            assert write(live, "ja").removesuffix("円") in page.text
        assert (page.context["debt_yen"],) == summed(PURSE, FAR, hanako.id, "DEBT")
        lifetime = page.context["lifetime"]
        before = (lifetime["yen"], lifetime["points_tenths"])
        assert before == summed(LIFETIME, hanako.id, history.midnight())
        live_totals = (lifetime["live_yen"], lifetime["live_tenths"])
        assert live_totals == summed(LIFETIME, hanako.id, FAR)

    def test_say_as_of_when(self, hanako: cast.Person) -> None:
        yesterday = wording.long_date(history.midnight() - timedelta(days=1), "ja")
        page = client_of(hanako).get("/home").text
        # Four purses and the totals; the panels have nothing to show yet.
        assert page.count(f"{yesterday}終了時点") == 5

    def test_are_live_where_the_policy_says_so(self, db: None) -> None:
        coop = cast.other_coop(headline="live")
        jiro = cast.jiro(coop)
        money.top_up(jiro, till=coop.till, yen=3000, at=clock.now())
        page = text_of(client_of(jiro))
        assert "3,000 円" in page
        assert "終了時点" not in page
        assert "今日の" not in page

    def test_of_a_debt_are_explained(self, coop: cast.Coop, hanako: cast.Person) -> None:
        assert "お支払いが済んでいない" not in text_of(client := client_of(hanako))
        money.ring_up(hanako, money.line(yen=480), till=coop.till, at=clock.now(), offline=True)
        assert "Picoの残高が480円不足しました" in text_of(client)

    def test_speak_english_too(self, coop: cast.Coop, hanako: cast.Person) -> None:
        money.top_up(hanako, till=coop.till, yen=3000, at=history.midnight())
        client = client_of(hanako)
        client.cookies["kumiai-language"] = "en"
        with translation.override("en"):
            page = text_of(client)
        assert "Prepaid balance (Pico)" in page
        assert "+¥3,000" in page


class TestWhose:
    def test_is_asked_at_the_login_page(self, client: Client, coop: cast.Coop) -> None:
        assert client.get("/home").headers["Location"] == "/?next=%2Fhome"

    def test_is_the_members_own_and_nobody_elses(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        other = cast.other_coop()
        money.top_up(hanako, till=coop.till, yen=7777, at=clock.now())
        assert "7,777円" in text_of(client_of(hanako))
        for stranger in (cast.taro(coop), cast.jiro(other)):
            page = text_of(client_of(stranger), f"/home?member={hanako.id}")
            assert "7,777" not in page
            assert "花子" not in page

    def test_is_told_to_a_guardian(self, coop: cast.Coop, hanako: cast.Person) -> None:
        money.top_up(hanako, till=coop.till, yen=7777, at=clock.now())
        page = text_of(client_of(hanako, kind="guardian"))
        assert "津軽 花子さんのページ" in page
        assert "7,777円" in page


class TestCost:
    def test_of_a_meal_card_holder_with_something_to_collect_stays_within_bounds(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        at = clock.now()
        plan = Plan(
            name="3食プラン",
            daily_limit_yen=1200,
            weekdays=range(7),
            opens_at=None,
            closes_at=None,
            starts_on=at.date() - timedelta(days=9),
            ends_on=at.date() + timedelta(days=9),
        )
        meals.take_in_plans(coop_id=coop.id, plans=[plan])
        meals.hand_out_cards(
            coop_id=coop.id, plan_names={hanako.id: plan.name}, on=at.date() - timedelta(days=9)
        )
        money.pay_slip(hanako, yen=500, paid_on=at.date(), available_on=at.date(), at=at)
        for kind in ("member", "guardian"):
            client = client_of(hanako, kind=kind)
            for _ in range(2):
                with CaptureQueriesContext(connection) as asked:
                    page = client.get("/home").text
                assert len(asked) <= QUERIES_MAX, [query["sql"] for query in asked]
            assert "ミールカードのご利用状況" in page
            assert "500円はいま受け取れます" in page

    def test_travels_in_less_than_60_kb(self, coop: cast.Coop, hanako: cast.Person) -> None:
        history.Life(hanako, coop, Random(7)).live()
        client = client_of(hanako)
        page = client.get("/home")
        chrome = page.context["chrome"]
        parts = [client.get(href) for href in (chrome.theme, chrome.icon)]
        sheet = client.get(chrome.stylesheet, headers={"Accept-Encoding": "gzip"})
        travelled = [len(answer.content) for answer in (page, sheet, *parts)]
        assert sum(travelled) < 60_000, travelled
        assert page.text.count("<script") == 0

    def test_does_not_grow_with_the_history(self, coop: cast.Coop, hanako: cast.Person) -> None:
        client, at = client_of(hanako), clock.now()
        money.pay_slip(
            hanako, yen=500, paid_on=at.date(), available_on=at.date(), at=history.midnight()
        )
        counts = []
        for more in (3, 300):
            history.buy_often(hanako, coop, more, last=clock.now())
            with CaptureQueriesContext(
                connection,
            ) as asked:
                assert client.get("/home").status_code == 200
            counts.append(len(asked))
        assert counts[0] == counts[1] <= QUERIES_MAX
