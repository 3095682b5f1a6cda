"""Meals of plans whose windows and days have limits of their own, posted as tills do."""

import itertools
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest

from kumiai.coops.models import CalendarDay
from kumiai.kit.clock import TOKYO
from kumiai.meals import actions as meals
from kumiai.meals.rules import Plan, Window
from kumiai.purchases.asked import Purchase
from tests.databases import FreshDatabase
from tests.ledger import world
from tests.ledger.world import TODAY, World
from tests.purchases.counter import Counter

MEAL = ("meal_card",)
DORMITORY = Plan(
    name="朝夕",
    daily_limit_yen=750,
    weekdays=range(7),
    opens_at=None,
    closes_at=None,
    starts_on=date(2026, 4, 2),
    ends_on=date(2099, 3, 31),
    windows=(Window(time(8), time(9, 30), 250), Window(time(17), time(20), 600)),
)
SHORT = replace(DORMITORY, name="短縮", windows=(), short_day_yen=300, saturday_yen=0)
EVENING = datetime.combine(TODAY, time(18), TOKYO)

serial = itertools.count(2_000)


@pytest.fixture(scope="module")
def here(module_database: FreshDatabase) -> World:
    made = world.make()
    meals.take_in_plans(coop_id=made.coop.id, plans=[DORMITORY, SHORT])
    CalendarDay.objects.create(
        coop_id=made.coop.id, date=TODAY, is_business=True, is_short=True, note=""
    )
    return made


@pytest.fixture
def eater(counter: Counter) -> Counter:
    """Taro with a card of the plan with windows."""
    hold(counter, DORMITORY)
    return counter


def hold(counter: Counter, plan: Plan) -> None:
    names = {counter.taro.id: plan.name}
    meals.hand_out_cards(coop_id=counter.here.coop.id, plan_names=names, on=plan.starts_on)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{TODAY}T{text}").replace(tzinfo=TOKYO)


def meal(counter: Counter, yen: int, clock: str, **more: Any) -> Purchase:
    """A meal that the card pays as far as it may; the rest is cash."""
    tenders = more.pop("tenders", ("meal_card", "cash"))
    line = world.line(yen, meal_eligible=True)
    return world.sale(counter.taro, line, tenders=tenders, at=at(clock), **more)


def paid(answer: dict[str, Any]) -> int:
    """What the meal card paid."""
    assert answer["state"] == "settled", answer
    tenders = {each["kind"]: each["amount"] for each in answer["tenders"]}
    return int(tenders["meal_card"])


class TestWindows:
    def test_have_limits_of_their_own_within_the_days(self, eater: Counter) -> None:
        sales = [
            meal(eater, 400, clock)
            for clock in ("08:00:00", "09:29:59", "09:30:00", "17:00:00", "19:59:59", "20:00:00")
        ]
        answers = eater.post(*sales, at=at("21:00:00"))
        assert [paid(answer) for answer in answers] == [250, 0, 0, 400, 100, 0]
        rights = [answer["meal"] for answer in answers]
        assert [right["left_today"] for right in rights] == [0, 0, 0, 100, 0, 0]
        assert [right["used_today"] for right in rights] == [250, 250, 250, 650, 750, 750]

    def test_are_counted_the_same_one_after_the_other(self, eater: Counter) -> None:
        for clock, took in (
            ("08:10:00", 250),
            ("09:00:00", 0),
            ("18:00:00", 400),
            ("19:00:00", 100),
        ):
            [answer] = eater.post(meal(eater, 400, clock), at=at("21:00:00"))
            assert paid(answer) == took

    def test_decline_an_amount_that_is_too_much_for_them(self, eater: Counter) -> None:
        for clock, yen, reason in (
            ("09:00:00", 251, "meal_limit"),
            ("09:30:00", 100, "meal_not_valid_now"),
            ("18:00:00", 601, "meal_limit"),
        ):
            sale = meal(eater, 700, clock, tenders=(("meal_card", yen), "cash"))
            [answer] = eater.post(sale, at=at("21:00:00"))
            assert answer["reason"] == reason
        assert answer["left_today"] == 600

    def test_get_back_what_was_used_in_them(self, eater: Counter) -> None:
        breakfast, dinner = meal(eater, 250, "08:00:00"), meal(eater, 450, "18:00:00")
        eater.post(breakfast, dinner, at=EVENING)
        answer = eater.reverse(breakfast.id, at=at("18:30:00"))
        # Of the day 300, of this window 150: breakfast is over.
        assert answer["meal"] == {"plan": "朝夕", "used_today": 450, "left_today": 150}
        [again] = eater.post(meal(eater, 250, "09:00:00"), at=EVENING)
        assert paid(again) == 250

    def test_get_back_a_part_and_give_it_again_in_one_batch(self, eater: Counter) -> None:
        lines = (world.line(100, meal_eligible=True), world.line(150, meal_eligible=True))
        sale = world.sale(eater.taro, *lines, tenders=MEAL, at=at("08:00:00"))
        answers = eater.post(
            sale,
            world.reversal(sale.id, (1, 1), at=at("09:00:00")),
            meal(eater, 400, "09:10:00"),
            at=EVENING,
        )
        assert answers[1]["meal"]["left_today"] == 100
        assert paid(answers[2]) == 100

    def test_get_nothing_back_on_another_day(self, eater: Counter) -> None:
        sale = meal(eater, 250, "08:00:00")
        eater.post(sale, at=EVENING)
        tomorrow = at("08:30:00").replace(day=TODAY.day + 1)
        answer = eater.reverse(sale.id, at=tomorrow)
        assert [m["code"] for m in answer["messages"]] == ["meal_day_over"]

    def test_hold_for_a_sale_made_offline_that_comes_late(self, eater: Counter) -> None:
        eater.post(meal(eater, 600, "18:00:00"), at=EVENING)
        sales = [
            meal(eater, 200, clock, tenders=(("meal_card", 200),), offline=True)
            for clock in ("08:30:00", "12:00:00")
        ]
        answers = eater.post(*sales, at=at("21:00:00"))
        # The day has 150 left whenever it was; at noon the plan may not be used at all.
        assert [paid(answer) for answer in answers] == [150, 0]
        assert [answer["shortfall"] for answer in answers] == [50, 200]


class TestKindsOfDays:
    def test_have_limits_of_their_own(self, counter: Counter) -> None:
        hold(counter, SHORT)
        [short] = counter.post(meal(counter, 400, "12:00:00"), at=EVENING)
        assert (paid(short), short["meal"]["left_today"]) == (300, 0)
        for day, took in ((26, 400), (28, 0)):
            moment = at("12:00:00").replace(day=day)
            line = world.line(400, meal_eligible=True)
            sale = world.sale(counter.taro, line, tenders=("meal_card", "cash"), at=moment)
            [answer] = counter.post(sale, at=moment)
            assert paid(answer) == took
