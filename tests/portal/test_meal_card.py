"""The meal card's page: rights and uses for its holder, no balance, and nothing for the others."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kumiai.kit import clock
from kumiai.meals import actions as meals
from kumiai.meals import plans
from kumiai.meals.plan_rules import Numbers
from kumiai.meals.rules import Plan
from tests import cast, money
from tests.portal.sessions import client_of

PAGE = "/meal-card"
QUERIES_MAX = 8
LIMIT_YEN = 1_200


def today() -> date:
    return clock.tokyo_date(clock.now())


@pytest.fixture
def coop(db: None) -> cast.Coop:
    made = cast.coop_2101()
    plan = Plan(
        name="3食プラン",
        daily_limit_yen=LIMIT_YEN,
        weekdays=range(7),
        opens_at=None,
        closes_at=None,
        starts_on=today() - timedelta(days=99),
        ends_on=today() + timedelta(days=100),
    )
    meals.take_in_plans(coop_id=made.id, plans=[plan])
    return made


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    """She has held a meal card for a hundred days."""
    person = cast.hanako(coop)
    day = today() - timedelta(days=99)
    meals.hand_out_cards(coop_id=coop.id, plan_names={person.id: "3食プラン"}, on=day)
    return person


def eat(person: cast.Person, coop: cast.Coop, *, yen: int, at: datetime) -> None:
    dish = money.line("鶏の照焼き", yen=yen, meal_eligible=True)
    told = money.ring_up(person, dish, till=coop.cafeteria_till, at=at, tenders=("meal_card",))
    assert told["meal"]["left_today"] == LIMIT_YEN - told["meal"]["used_today"]


class TestAPlanThatChanges:
    def test_says_from_when_and_keeps_what_was(self, coop: cast.Coop, hanako: cast.Person) -> None:
        eat(hanako, coop, yen=480, at=clock.now())
        meals.change_plan(
            coop_id=coop.id,
            plan_id=plans.plans(coop_id=coop.id)[0].id,
            numbers=Numbers("平日プラン", 800, range(5), None, None),
            starts_on=today() + timedelta(days=7),
            reason="改定",
            by=cast.OPERATOR,
            at=clock.now(),
        )
        page = client_of(hanako).get("/meal-card").text
        for words in (
            "3食プラン",
            "これから変わること",
            "平日プラン（1日の上限800円、月火水木金）",
        ):
            assert words in page
        last = today() + timedelta(days=100)
        assert f"{last.year}年{last.month}月{last.day}日" in page
        assert f"{LIMIT_YEN - 480}円" in page.replace(",", "")


class TestToday:
    def test_says_what_was_used_and_what_is_left(
        self, coop: cast.Coop, hanako: cast.Person
    ) -> None:
        eat(hanako, coop, yen=480, at=clock.now())
        client = client_of(hanako)
        page = client.get(PAGE).text
        assert "<dd>480円</dd>" in page
        assert "<b>720円</b>" in page
        assert "鶏の照焼き" in page
        assert "<b>720円</b>" in client.get("/home").text

    def test_never_shows_a_balance(self, hanako: cast.Person) -> None:
        page = client_of(hanako).get(PAGE).text
        assert "ミールカードに残高はありません" in page
        assert "<b>1,200円</b>" in page


class TestTheTerm:
    def test_adds_up_days_meals_and_yen(self, coop: cast.Coop, hanako: cast.Person) -> None:
        noon = datetime.combine(today(), time(12), clock.TOKYO)
        for days_ago, yen in ((40, 500), (40, 600), (3, 450)):
            eat(hanako, coop, yen=yen, at=noon - timedelta(days=days_ago))
        page = client_of(hanako).get(PAGE).text
        assert "<b>1,550円</b>" in page
        assert "2日（これまでに使えた日は100日）" in page
        assert "3回" in page
        assert "775円" in page
        assert "全200日のうち100日目" in page


class TestTheMonth:
    def test_can_be_turned_back(self, coop: cast.Coop, hanako: cast.Person) -> None:
        before = today().replace(day=1) - timedelta(days=1)
        eat(hanako, coop, yen=500, at=datetime.combine(before, time(12), clock.TOKYO))
        page = client_of(hanako).get(PAGE, {"month": f"{before:%Y-%m}"}).text
        assert "合計 <b>500円</b>（1日）" in page
        assert '<b class="number">500</b>' in page

    @pytest.mark.parametrize("month", ["", "2026-13", "1999-01", "2100-01", "x", "2026-1", "\0"])
    def test_that_never_was_is_not_found(self, hanako: cast.Person, month: str) -> None:
        assert client_of(hanako).get(PAGE, {"month": month}).status_code == 404


class TestThePage:
    def test_is_not_there_for_who_has_no_card(self, coop: cast.Coop, hanako: cast.Person) -> None:
        taro = client_of(cast.taro(coop))
        assert taro.get(PAGE).status_code == 404
        assert "ミールカードのご利用状況" not in taro.get("/home").text

    def test_is_the_guardians_to_see(self, hanako: cast.Person) -> None:
        assert client_of(hanako, kind="guardian").get(PAGE).status_code == 200

    def test_needs_a_login(self, client: Client, coop: cast.Coop) -> None:
        assert client.get(PAGE).status_code == 302

    @pytest.mark.parametrize("page", [PAGE, "/home"])
    def test_asks_no_more_however_much_was_eaten(
        self, coop: cast.Coop, hanako: cast.Person, page: str
    ) -> None:
        client = client_of(hanako)
        first = datetime.combine(today(), time(8), clock.TOKYO) - timedelta(days=40)
        for day in range(40):
            eat(hanako, coop, yen=400, at=first + timedelta(days=day))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(page).status_code == 200
        assert len(asked) <= QUERIES_MAX, [query["sql"] for query in asked]
