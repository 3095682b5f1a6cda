"""Plans from a day on: cards go on with them, tills keep to them, and no day of the past moves."""

from datetime import date, datetime, time, timedelta

import pytest

from kumiai.coops.models import StaffAct
from kumiai.kit import clock
from kumiai.meals import actions, compensations, plans, queries
from kumiai.meals.actions import CannotSetPlan
from kumiai.meals.compensating import Outage
from kumiai.meals.models import MealCard, MealDay, MealPlan
from kumiai.meals.plan_rules import Numbers, PlanProblem
from tests import cast, money

MEALS = Numbers("3食", 1_200, range(7), None, None)
LESS = Numbers("3食", 800, (0, 1, 2, 3, 4, 5, 6), None, None)
WHY = {"reason": "理事会の決定", "by": cast.OPERATOR}


def now() -> datetime:
    return clock.now()


def day(offset: int) -> date:
    return clock.tokyo_date(now()) + timedelta(days=offset)


def noon(offset: int) -> datetime:
    return datetime.combine(day(offset), datetime.min.time(), clock.TOKYO) + timedelta(hours=12)


@pytest.fixture
def coop(db: None) -> cast.Coop:
    made = cast.coop_2101()
    actions.take_in_plans(coop_id=made.id, plans=[MEALS.over(day(-50), day(50))])
    return made


@pytest.fixture
def plan_id(coop: cast.Coop) -> int:
    return plans.plans(coop_id=coop.id)[0].id


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return holder(coop, cast.hanako(coop), since=day(-50))


def holder(coop: cast.Coop, person: cast.Person, *, since: date) -> cast.Person:
    actions.hand_out_cards(coop_id=coop.id, plan_names={person.id: "3食"}, on=since)
    return person


def eat(person: cast.Person, coop: cast.Coop, *, yen: int, at: datetime) -> int:
    dish = money.line(yen=yen, meal_eligible=True)
    told = money.ring_up(person, dish, till=coop.cafeteria_till, at=at, tenders=("meal_card",))
    return int(told["meal"]["left_today"])


def change(coop: cast.Coop, plan_id: int, numbers: Numbers, offset: int) -> None:
    actions.change_plan(
        coop_id=coop.id,
        plan_id=plan_id,
        numbers=numbers,
        starts_on=day(offset),
        at=now(),
        **WHY,  # type: ignore[arg-type]
    )


def terms(person: cast.Person) -> list[tuple[date, date, int]]:
    cards = MealCard.objects.filter(member_id=person.id).order_by("starts_on")
    return [(card.starts_on, card.ends_on, card.plan.daily_limit_yen) for card in cards]


class TestChangePlan:
    def test_holds_from_its_day_at_the_till_and_not_before(
        self, coop: cast.Coop, plan_id: int, hanako: cast.Person
    ) -> None:
        assert eat(hanako, coop, yen=500, at=noon(-2)) == 700
        change(coop, plan_id, LESS, 1)
        assert eat(hanako, coop, yen=500, at=noon(0)) == 700
        assert eat(hanako, coop, yen=500, at=noon(1)) == 300
        limits = MealDay.objects.order_by("date").values_list("limit_yen", flat=True)
        assert list(limits) == [1_200, 1_200, 800]

    def test_lets_the_holder_see_one_card(
        self, coop: cast.Coop, plan_id: int, hanako: cast.Person
    ) -> None:
        eat(hanako, coop, yen=500, at=noon(-2))
        weekdays = Numbers("平日3食", 800, (0, 1, 2, 3, 4), None, None)
        change(coop, plan_id, weekdays, 8)
        for on, name in ((0, "3食"), (8, "平日3食")):
            card = queries.held_card(coop_id=coop.id, member_id=hanako.id, on=day(on))
            assert card is not None
            assert (card.plan.name, card.starts_on, card.ends_on) == (name, day(-50), day(50))
            assert (card.limit_on(day(7)), card.limit_on(day(8))) == (1_200, 800)
            days = queries.days_used(
                coop_id=coop.id, member_id=hanako.id, first=card.starts_on, last=day(0)
            )
            used = queries.term_use(card=card, days=days, until=day(0))
            assert (used.total_yen, used.open_days) == (500, 51)
            later = sum(day(offset).weekday() < 5 for offset in range(8, 51))
            assert used.open_days_in_all == 58 + later

    def test_reaches_who_joins_later_and_spares_who_leaves_before(
        self, coop: cast.Coop, plan_id: int, hanako: cast.Person
    ) -> None:
        taro = holder(coop, cast.taro(coop), since=day(20))
        kenji = holder(coop, cast.kenji(coop), since=day(-9))
        MealCard.objects.filter(member_id=kenji.id).update(ends_on=day(5))
        change(coop, plan_id, LESS, 10)
        assert terms(hanako) == [(day(-50), day(9), 1_200), (day(10), day(50), 800)]
        assert terms(taro) == [(day(20), day(50), 800)]
        assert terms(kenji) == [(day(-9), day(5), 1_200)]

    def test_is_given_to_whoever_gets_a_card_meanwhile(self, coop: cast.Coop, plan_id: int) -> None:
        change(coop, plan_id, Numbers("三食", 800, range(7), None, None), 10)
        taro = holder(coop, cast.taro(coop), since=day(0))
        assert terms(taro) == [(day(0), day(9), 1_200), (day(10), day(50), 800)]
        assert holder(coop, taro, since=day(0)) == taro
        assert len(terms(taro)) == 2

    @pytest.mark.parametrize(("until", "left"), [(50, 100), (7, 300)])
    def test_leaves_who_has_moved_to_another_plan_there(
        self, coop: cast.Coop, plan_id: int, hanako: cast.Person, until: int, left: int
    ) -> None:
        lunch = Numbers("昼食", 600, range(7), None, None).over(day(-10), day(until))
        actions.take_in_plans(coop_id=coop.id, plans=[lunch])
        actions.hand_out_cards(coop_id=coop.id, plan_names={hanako.id: "昼食"}, on=day(-10))
        change(coop, plan_id, LESS, 5)
        assert eat(hanako, coop, yen=500, at=noon(5)) == 100
        assert eat(hanako, coop, yen=500, at=noon(8)) == left

    def test_leaves_holders_a_day_for_what_an_outage_took(
        self, coop: cast.Coop, plan_id: int, hanako: cast.Person
    ) -> None:
        change(coop, plan_id, Numbers("3食", 800, range(7), None, None), 1)
        outage = Outage(day(-1), time(11), time(13), most_yen=500, given_from=day(5))
        ((member_id, given_on, yen),) = compensations.preview(coop_id=coop.id, outage=outage).given
        assert (member_id, yen) == (hanako.id, 500)
        assert given_on >= day(5)

    def test_gives_no_card_back_that_was_ended(
        self, coop: cast.Coop, plan_id: int, hanako: cast.Person
    ) -> None:
        change(coop, plan_id, LESS, 10)
        actions.end_card(
            coop_id=coop.id,
            member_id=hanako.id,
            ends_on=day(3),
            at=now(),
            **WHY,  # type: ignore[arg-type]
        )
        holder(coop, hanako, since=day(0))
        assert terms(hanako) == [(day(-50), day(3), 1_200)]

    def test_can_stand_before_one_that_waits_already(
        self, coop: cast.Coop, plan_id: int, hanako: cast.Person
    ) -> None:
        change(coop, plan_id, LESS, 20)
        change(coop, plan_id, Numbers("3食", 1_000, range(7), None, None), 10)
        assert [(first, yen) for first, _, yen in terms(hanako)] == [
            (day(-50), 1_200), (day(10), 1_000), (day(20), 800),
        ]  # fmt: skip
        change(coop, plan_id, Numbers("3食", 900, range(7), None, None), 20)
        assert terms(hanako)[-1] == (day(20), day(50), 900)

    def test_is_refused_for_the_past_and_for_another_co_op(
        self, coop: cast.Coop, plan_id: int
    ) -> None:
        with pytest.raises(CannotSetPlan):
            change(coop, plan_id, LESS, 0)
        with pytest.raises(actions.NoSuchPlan):
            change(cast.other_coop(), plan_id, LESS, 5)
        assert not StaffAct.objects.filter(verb="change_meal_plan").exists()

    def test_stays_when_the_file_is_taken_in_again(self, coop: cast.Coop, plan_id: int) -> None:
        change(coop, plan_id, LESS, 5)
        before = list(MealPlan.objects.order_by("id").values())
        assert actions.take_in_plans(coop_id=coop.id, plans=[MEALS.over(day(-50), day(50))]) == ()
        assert list(MealPlan.objects.order_by("id").values()) == before


class TestWithdrawPlan:
    def withdraw(self, coop: cast.Coop, plan_id: int) -> None:
        actions.withdraw_plan(coop_id=coop.id, plan_id=plan_id, at=now(), **WHY)  # type: ignore[arg-type]

    def test_makes_a_change_undone(
        self, coop: cast.Coop, plan_id: int, hanako: cast.Person
    ) -> None:
        change(coop, plan_id, LESS, 20)
        change(coop, plan_id, Numbers("3食", 1_000, range(7), None, None), 10)
        taro = holder(coop, cast.taro(coop), since=day(12))
        middle = plans.plan(coop_id=coop.id, plan_id=plan_id)
        assert middle is not None
        self.withdraw(coop, middle.parts[1].id)
        assert terms(hanako) == [(day(-50), day(19), 1_200), (day(20), day(50), 800)]
        assert terms(taro) == [(day(12), day(19), 1_200), (day(20), day(50), 800)]
        self.withdraw(coop, middle.parts[2].id)
        assert terms(hanako) == [(day(-50), day(50), 1_200)]
        assert terms(taro) == [(day(12), day(50), 1_200)]

    def test_takes_a_plan_back_that_nobody_holds(self, coop: cast.Coop) -> None:
        new = actions.add_plan(
            coop_id=coop.id,
            numbers=Numbers("朝食", 300, range(5), None, None),
            starts_on=day(3),
            ends_on=day(90),
            at=now(),
            **WHY,  # type: ignore[arg-type]
        )
        taro = cast.taro(coop)
        actions.hand_out_cards(coop_id=coop.id, plan_names={taro.id: "朝食"}, on=day(0))
        with pytest.raises(CannotSetPlan) as refused:
            self.withdraw(coop, new)
        assert refused.value.problem is PlanProblem.IN_USE
        MealCard.objects.filter(member_id=taro.id).delete()
        self.withdraw(coop, new)
        assert plans.plan(coop_id=coop.id, plan_id=new) is None

    def test_leaves_what_has_begun(self, coop: cast.Coop, plan_id: int) -> None:
        with pytest.raises(CannotSetPlan) as refused:
            self.withdraw(coop, plan_id)
        assert refused.value.problem is PlanProblem.BEGUN


class TestTakeInPlans:
    def test_does_not_bring_back_what_was_renamed_before_it_began(self, coop: cast.Coop) -> None:
        file = [Numbers("朝食", 300, range(5), None, None).over(day(3), day(90))]
        actions.take_in_plans(coop_id=coop.id, plans=file)
        (breakfast,) = [each for each in plans.plans(coop_id=coop.id) if each.starts_on == day(3)]
        change(coop, breakfast.id, Numbers("朝ごはん", 300, range(5), None, None), 3)
        assert actions.take_in_plans(coop_id=coop.id, plans=file) == ()
        assert len(plans.plans(coop_id=coop.id)) == 2
        other = [Numbers("昼食", 500, range(5), None, None).over(day(3), day(90))]
        assert actions.take_in_plans(coop_id=coop.id, plans=other) != ()


class TestSetLastDay:
    def end(self, coop: cast.Coop, plan_id: int, offset: int) -> None:
        actions.set_last_day(
            coop_id=coop.id,
            plan_id=plan_id,
            ends_on=day(offset),
            at=now(),
            **WHY,  # type: ignore[arg-type]
        )

    def test_moves_the_cards_that_went_to_the_end(
        self, coop: cast.Coop, plan_id: int, hanako: cast.Person
    ) -> None:
        kenji = holder(coop, cast.kenji(coop), since=day(-9))
        MealCard.objects.filter(member_id=kenji.id).update(ends_on=day(5))
        taro = holder(coop, cast.taro(coop), since=day(12))
        facts = plans.plan(coop_id=coop.id, plan_id=plan_id)
        assert facts is not None
        assert plans.holders_whose_last_day_moves(facts=facts, last=day(80)) == 2
        self.end(coop, plan_id, 80)
        assert [terms(one)[-1][1] for one in (hanako, kenji, taro)] == [day(80), day(5), day(80)]
        self.end(coop, plan_id, 3)
        assert [one[:2] for one in terms(hanako)] == [(day(-50), day(3))]
        assert [one[:2] for one in terms(kenji)] == [(day(-9), day(3))]
        assert terms(taro) == []
        act = StaffAct.objects.filter(verb="end_meal_plan").latest("id")
        assert act.details["holders"] == 3

    def test_can_be_today_and_today_still_counts(
        self, coop: cast.Coop, plan_id: int, hanako: cast.Person
    ) -> None:
        self.end(coop, plan_id, 0)
        assert eat(hanako, coop, yen=500, at=noon(0)) == 700
        card = queries.held_card(coop_id=coop.id, member_id=hanako.id, on=day(1))
        assert card is not None
        assert not card.is_open_on(day(1))
