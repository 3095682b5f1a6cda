"""Breakfast and dinner at a till: what a plan with windows lets its holder use now, over HTTP."""

import itertools
from datetime import date, datetime, time, timedelta
from typing import Any

from kumiai.kit import clock
from kumiai.meals import actions as meals
from kumiai.meals.rules import Plan, Window
from tests.cast import Person
from tests.ledger import world
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Tills

BREAKFAST, DINNER = Window(time(8), time(9, 30), 250), Window(time(17), time(20), 600)
ALL_DAY = (Window(time(0), None, 250),)

names = itertools.count(1)


def give(here: World, person: Person, *windows: Window) -> None:
    """A card under a plan of 700 yen a day and these windows, beside the one they have."""
    first = date(2026, 4, 2)
    plan = Plan(
        name=f"朝夕{next(names)}",
        daily_limit_yen=700,
        weekdays=range(7),
        opens_at=None,
        closes_at=None,
        starts_on=first,
        ends_on=world.PLAN.ends_on,
        windows=windows,
    )
    meals.take_in_plans(coop_id=here.coop.id, plans=[plan])
    meals.hand_out_cards(coop_id=here.coop.id, plan_names={person.id: plan.name}, on=first)


def sell(tills: Tills, here: World, person: Person, yen: int, **more: Any) -> dict[str, Any]:
    rice = server.line(yen, meal_eligible=True)
    tenders = [{"kind": "meal_card"}, {"kind": "cash"}]
    sold = server.sale(person.card, rice, tenders=tenders, **more)
    answer = tills.settled(here.coop.till, "/v1/purchases", sold)
    return answer | {"id": sold["id"]}


class TestWindows:
    def test_begin_and_end_to_the_second(self, tills: Tills, here: World, person: Person) -> None:
        give(here, person, BREAKFAST, DINNER)
        yesterday = clock.tokyo_date(clock.now()) - timedelta(days=1)
        told = []
        for hour in ("07:59:59", "08:00:00", "09:29:59", "09:30:00", "17:00:00", "20:00:00"):
            moment = datetime.combine(yesterday, time.fromisoformat(hour), clock.TOKYO)
            answer = sell(tills, here, person, 200, occurred_at=moment.isoformat())
            told.append((answer["tenders"][0]["amount"], answer["meal"]["left_today"]))
        assert told == [(0, 0), (200, 50), (50, 0), (0, 0), (200, 250), (0, 0)]

    def test_are_what_the_clerks_screen_says(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        give(here, person, *ALL_DAY)
        for used, left in ((0, 250), (100, 150)):
            meal = tills.get(here.coop.till, f"/v1/cards/{person.card}").body["meal"]
            assert (meal["used_today"], meal["left_today"], meal["valid_now"]) == (used, left, True)
            receipt = sell(tills, here, person, 100)
            assert receipt["meal"]["left_today"] == left - 100

    def test_leave_the_receipt_of_a_return_what_is_left_now(
        self, tills: Tills, here: World, person: Person
    ) -> None:
        give(here, person, *ALL_DAY)
        sold = sell(tills, here, person, 250)
        undo = server.event(person.card, reverses=sold["id"], reason="返品")
        del undo["card"]
        answer = tills.settled(here.coop.till, "/v1/reversals", undo)
        assert (answer["meal"]["used_today"], answer["meal"]["left_today"]) == (0, 250)
