"""A member's meal card at the desk: given under a plan, used at a till, and ended."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from kumiai.coops import queries as coops
from kumiai.kit import clock
from kumiai.meals import actions as meals
from kumiai.meals import plans
from kumiai.meals.models import MealCard
from kumiai.meals.rules import Plan
from kumiai.members.models import Member
from tests import cast, money, office

pytestmark = pytest.mark.django_db


def day(offset: int) -> date:
    return clock.tokyo_date(clock.now()) + timedelta(days=offset)


@pytest.fixture
def coop() -> cast.Coop:
    made = cast.coop_2101()
    offered = [
        Plan("3食", 1_200, range(7), None, None, day(-9), day(90)),
        Plan("昼食", 600, range(7), None, None, day(10), day(90)),
        Plan("去年", 900, range(7), None, None, day(-400), day(-40)),
    ]
    meals.take_in_plans(coop_id=made.id, plans=offered)
    return made


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)


@pytest.fixture
def desk(coop: cast.Coop) -> Client:
    return office.client_of(office.desk(coop))


def plan_id(coop: cast.Coop, name: str) -> str:
    return str(next(p.id for p in plans.plans(coop_id=coop.id) if p.plans[0].name == name))


def give(client: Client, person: cast.Person, plan: str, starts_on: date) -> int:
    path = f"/office/members/{person.member_number}/meal-card"
    given = {"plan": plan, "starts_on": starts_on.isoformat(), "reason": "窓口での申込み"}
    return client.post(path, given).status_code


def end(client: Client, person: cast.Person, ends_on: date) -> int:
    path = f"/office/members/{person.member_number}/meal-card-end"
    given = {"ends_on": ends_on.isoformat(), "reason": "休学"}
    return client.post(path, given).status_code


def eat(person: cast.Person, coop: cast.Coop, at: datetime) -> str:
    dish = money.line(yen=500, meal_eligible=True)
    told = money.ring_up(
        person, dish, till=coop.cafeteria_till, at=at, tenders=("meal_card", "cash")
    )
    return next(tender["kind"] for tender in told["tenders"] if tender["amount"])


class TestAMealCard:
    def test_is_given_used_and_ended(
        self, coop: cast.Coop, hanako: cast.Person, desk: Client
    ) -> None:
        page = desk.get(f"/office/members/{hanako.member_number}/meal-card").text
        assert "3食" in page
        assert "去年" not in page
        assert give(desk, hanako, plan_id(coop, "3食"), day(0)) == 302
        noon = datetime.combine(day(0), datetime.min.time(), clock.TOKYO) + timedelta(hours=12)
        assert eat(hanako, coop, noon) == "meal_card"
        assert end(desk, hanako, day(0)) == 302
        assert eat(hanako, coop, noon + timedelta(minutes=5)) == "meal_card"
        assert eat(hanako, coop, noon + timedelta(days=1)) == "cash"
        done = coops.acts(coop.id, subject=f"member:{hanako.member_number}")
        verbs = [act.verb for act in done if act.reason]
        assert verbs == ["end_meal_card", "give_meal_card"]
        assert "3食" in desk.get(f"/office/members/{hanako.member_number}").text

    def test_is_one_a_day(self, coop: cast.Coop, hanako: cast.Person, desk: Client) -> None:
        assert give(desk, hanako, plan_id(coop, "3食"), day(0)) == 302
        assert give(desk, hanako, plan_id(coop, "昼食"), day(20)) == 409
        assert end(desk, hanako, day(19)) == 302
        # The day after the one ends, and under a plan that has not begun from its first day on.
        assert give(desk, hanako, plan_id(coop, "昼食"), day(20)) == 302
        terms = MealCard.objects.order_by("starts_on").values_list("starts_on", "ends_on")
        assert list(terms) == [(day(0), day(19)), (day(20), day(90))]

    def test_of_a_plan_to_come_begins_with_it(
        self, coop: cast.Coop, hanako: cast.Person, desk: Client
    ) -> None:
        assert give(desk, hanako, plan_id(coop, "昼食"), day(0)) == 302
        assert MealCard.objects.get().starts_on == day(10)
        assert end(desk, hanako, day(0)) == 302
        assert not MealCard.objects.exists()

    def test_is_refused_in_words(self, coop: cast.Coop, hanako: cast.Person, desk: Client) -> None:
        assert end(desk, hanako, day(0)) == 409
        assert give(desk, hanako, plan_id(coop, "3食"), day(-1)) == 409
        assert give(desk, hanako, plan_id(coop, "3食"), day(91)) == 409
        assert give(desk, hanako, plan_id(coop, "去年"), day(0)) == 422
        other = cast.other_coop()
        elsewhere = Plan("よそ", 900, range(7), None, None, day(-9), day(90))
        meals.take_in_plans(coop_id=other.id, plans=[elsewhere])
        assert give(desk, hanako, plan_id(other, "よそ"), day(0)) == 422
        Member.objects.filter(id=hanako.id).update(left_on=day(-1))
        assert give(desk, hanako, plan_id(coop, "3食"), day(0)) == 409
        assert not MealCard.objects.exists()
