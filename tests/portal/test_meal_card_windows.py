"""The meal card's pages where its plan has windows and kinds of days: how much may be used when."""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kumiai.kit import clock
from kumiai.meals import actions as meals
from kumiai.meals import plans
from kumiai.meals.plan_rules import Numbers
from kumiai.meals.rules import Plan, Window
from tests import cast, money
from tests.portal.sessions import client_of

PAGE = "/meal-card"
QUERIES_MAX = 8
# Whenever the tests run, it is now in the first one.
ALL_DAY = Window(time(0), time(23, 59, 59), 300)
LAST = Window(time(23, 59, 59), None, 1_000)


def today() -> date:
    return clock.tokyo_date(clock.now())


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


def hold(coop: cast.Coop, **more: object) -> cast.Person:
    """Hanako with a card of 1,200 yen a day."""
    first = today() - timedelta(days=9)
    last = today() + timedelta(days=9)
    plan = replace(Plan("3食プラン", 1_200, range(7), None, None, first, last), **more)  # type: ignore[arg-type]
    meals.take_in_plans(coop_id=coop.id, plans=[plan])
    person = cast.hanako(coop)
    meals.hand_out_cards(coop_id=coop.id, plan_names={person.id: plan.name}, on=first)
    return person


def eat(person: cast.Person, coop: cast.Coop, *, yen: int, at: datetime) -> None:
    dish = money.line("鶏の照焼き", yen=yen, meal_eligible=True)
    money.ring_up(person, dish, till=coop.cafeteria_till, at=at, tenders=("meal_card",))


def text_of(page: str) -> str:
    """Without the line breaks of the templates."""
    return " ".join(page.split())


def limits_of(page: str) -> list[tuple[str, str]]:
    """The kinds of days that are named beside today's limit, and theirs."""
    pairs = re.findall("<dt>(.+?)</dt>\\s*<dd> ?(.+?) ?</dd>", page)
    return [
        (kind, limit) for kind, limit in pairs if kind.endswith("日の上限") and kind != "今日の上限"
    ]


class TestWindows:
    def test_say_what_is_left_now_and_what_comes(self, coop: cast.Coop) -> None:
        hanako = hold(coop, windows=(ALL_DAY, LAST))
        eat(hanako, coop, yen=250, at=clock.now())
        client = client_of(hanako)
        page = text_of(client.get(PAGE).text)
        for words in (
            "<dt>使った分</dt><dd>250円</dd>",
            "いま使える分",
            "<b>50円</b>",
            "<dt>00:00〜23:59（300円まで）</dt>",
            "いまの時間帯：あと50円",
            "<dt>23:59〜（1,000円まで）</dt>",
            "これから：950円まで",
            "<dt>今日の上限</dt><dd>1,200円</dd>",
        ):
            assert words in page
        home = text_of(client.get("/home").text)
        assert "<b>50円</b>" in home
        assert "このあと 23:59〜 に、950円まで使えます。" in home

    def test_that_are_over_give_nothing(self, coop: cast.Coop) -> None:
        hanako = hold(coop, windows=(Window(None, time(0, 0, 0, 1), 300), LAST))
        page = text_of(client_of(hanako).get(PAGE).text)
        assert "終わりました" in page
        assert "いまはご利用いただける曜日・時間ではありません" in page

    def test_are_not_told_where_the_card_is_good_all_day(self, coop: cast.Coop) -> None:
        client = client_of(hold(coop))
        assert "いま使える分" not in client.get(PAGE).text
        assert "今日あと使える分" in client.get("/home").text

    def test_are_said_in_english(self, coop: cast.Coop) -> None:
        client = client_of(hold(coop, windows=(ALL_DAY, LAST), saturday_yen=0))
        client.cookies["kumiai-language"] = "en"
        page = text_of(client.get(PAGE).text)
        for words in ("Left now", "from 23:59 (up to ¥1,000)", "To come: up to ¥1,000"):
            assert words in page
        assert "Later, from 23:59, up to ¥1,000 can be used." in text_of(client.get("/home").text)

    @pytest.mark.parametrize("page", [PAGE, "/home"])
    def test_ask_no_more_than_a_page_may(self, coop: cast.Coop, page: str) -> None:
        hanako = hold(coop, windows=(ALL_DAY, LAST), short_day_yen=500)
        at = clock.now()
        money.pay_slip(hanako, yen=500, paid_on=at.date(), available_on=at.date(), at=at)
        eat(hanako, coop, yen=250, at=at)
        for kind in ("member", "guardian"):
            client = client_of(hanako, kind=kind)
            with CaptureQueriesContext(connection) as asked:
                assert "50円" in client.get(page).text
            assert len(asked) <= QUERIES_MAX, [query["sql"] for query in asked]


class TestKindsOfDays:
    def test_are_named_with_what_they_give(self, coop: cast.Coop) -> None:
        hanako = hold(coop, saturday_yen=800, short_day_yen=1_200, closed_day_yen=0)
        page = text_of(client_of(hanako).get(PAGE).text)
        assert limits_of(page) == [
            ("土曜日の上限", "800円"),
            ("日曜・祝日・休業日の上限", "使えません"),
        ]

    def test_are_not_named_where_the_plan_is_not_theirs(self, coop: cast.Coop) -> None:
        hanako = hold(coop, weekdays=range(5), saturday_yen=800, short_day_yen=500)
        page = text_of(client_of(hanako).get(PAGE).text)
        assert limits_of(page) == [("短縮営業の日の上限", "500円")]

    def test_of_a_change_to_come_are_said_before(self, coop: cast.Coop) -> None:
        hanako = hold(coop)
        numbers = Numbers("3食プラン", 1_200, range(7), None, None, saturday_yen=800)
        meals.change_plan(
            coop_id=coop.id,
            plan_id=plans.plans(coop_id=coop.id)[0].id,
            numbers=numbers.at_hours([ALL_DAY, LAST]),
            starts_on=today() + timedelta(days=1),
            reason="改定",
            by=cast.OPERATOR,
            at=clock.now(),
        )
        page = text_of(client_of(hanako).get(PAGE).text)
        for words in ("これから変わること", "00:00〜23:59（300円まで）、", "土曜日の上限：800円"):
            assert words in page
