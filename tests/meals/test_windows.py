"""Plans with windows as the database tells them: what an outage missed, and a change of them."""

from datetime import date, datetime, time, timedelta

import pytest

from kumiai.kit import clock
from kumiai.meals import actions, compensations, plans, queries
from kumiai.meals.compensating import Outage
from kumiai.meals.rules import Plan, Window
from tests import cast, money

BREAKFAST, LUNCH = Window(time(7), time(10), 300), Window(time(11), time(14), 700)
DINNER = Window(time(17), None)
WHY = {"reason": "理事会の決定", "by": cast.OPERATOR}


def day(offset: int) -> date:
    return clock.tokyo_date(clock.now()) + timedelta(days=offset)


def at(offset: int, hour: int) -> datetime:
    return datetime.combine(day(offset), time(hour), clock.TOKYO)


@pytest.fixture
def coop(db: None) -> cast.Coop:
    made = cast.coop_2101()
    windows = (BREAKFAST, LUNCH, DINNER)
    plan = Plan("3食", 1_200, range(7), None, None, day(-50), day(50), windows=windows)
    actions.take_in_plans(coop_id=made.id, plans=[plan])
    return made


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    person = cast.hanako(coop)
    actions.hand_out_cards(coop_id=coop.id, plan_names={person.id: "3食"}, on=day(-50))
    return person


def eat(person: cast.Person, coop: cast.Coop, *, yen: int, at: datetime) -> int:
    """How much of it the card paid."""
    dish = money.line("鶏の照焼き", yen=yen, meal_eligible=True)
    told = money.ring_up(
        person, dish, till=coop.cafeteria_till, at=at, tenders=("meal_card", "cash")
    )
    return sum(each["amount"] for each in told["tenders"] if each["kind"] == "meal_card")


class TestAnOutage:
    @pytest.mark.parametrize(
        ("begins", "ends", "missed"),
        [
            (time(12), time(13), [600]),
            (time(10), time(11), []),
            (time(8), time(11), [100]),
            (time(12), time(18), [900]),
        ],
    )
    def test_gives_what_its_windows_missed(
        self, coop: cast.Coop, hanako: cast.Person, begins: time, ends: time, missed: list[int]
    ) -> None:
        for hour, yen in ((7, 200), (11, 100)):
            eat(hanako, coop, yen=yen, at=at(-1, hour))
        outage = Outage(day(-1), begins, ends, most_yen=10_000, given_from=day(5))
        given = compensations.preview(coop_id=coop.id, outage=outage).given
        assert [yen for _member_id, _day, yen in given] == missed


class TestAChange:
    def test_of_windows_counts_from_its_day_on(self, coop: cast.Coop, hanako: cast.Person) -> None:
        known = plans.plans(coop_id=coop.id)[0]
        numbers = plans.Numbers.of(known.parts[0].plan).at_hours([LUNCH])
        actions.change_plan(
            coop_id=coop.id,
            plan_id=known.id,
            numbers=numbers,
            starts_on=day(1),
            at=clock.now(),
            **WHY,  # type: ignore[arg-type]
        )
        assert [eat(hanako, coop, yen=900, at=at(offset, 18)) for offset in (0, 1)] == [900, 0]
        card = queries.held_card(coop_id=coop.id, member_id=hanako.id, on=day(0))
        assert card is not None
        assert [len(plan.hours) for plan in card.stretches] == [3, 1]
        assert card.uses == ((time(18), 900),)
