"""Lunch compensation: asked by one, approved by another, used at a till, and told by mail."""

from datetime import date, datetime, time, timedelta

import pytest
from django.db import DatabaseError, transaction

from kumiai.coops.models import Approval, StaffAct
from kumiai.kit import clock
from kumiai.mail.models import Message
from kumiai.meals import actions as meals
from kumiai.meals.models import ExtraRight
from kumiai.meals.rules import Plan
from tests import cast, money, office
from tests.portal.sessions import client_of

PAGE = "/office/lunch-compensation"
LIMIT_YEN = 1_200


def today() -> date:
    return clock.tokyo_date(clock.now())


YESTERDAY = timedelta(days=-1)


@pytest.fixture
def coop(db: None) -> cast.Coop:
    made = cast.coop_2101()
    day = today()
    plan = Plan(
        "3食", LIMIT_YEN, range(7), None, None, day - timedelta(days=50), day + timedelta(days=50)
    )
    meals.take_in_plans(coop_id=made.id, plans=[plan])
    return made


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return holder(coop, cast.hanako(coop))


def holder(coop: cast.Coop, person: cast.Person) -> cast.Person:
    on = today() - timedelta(days=50)
    meals.hand_out_cards(coop_id=coop.id, plan_names={person.id: "3食"}, on=on)
    return person


def eat(person: cast.Person, coop: cast.Coop, *, yen: int, at: datetime) -> int:
    dish = money.line(yen=yen, meal_eligible=True)
    told = money.ring_up(person, dish, till=coop.cafeteria_till, at=at, tenders=("meal_card",))
    return int(told["meal"]["left_today"])


def outage(**changes: str) -> dict[str, str]:
    return {
        "day": (today() + YESTERDAY).isoformat(),
        "begins_at": "11:30",
        "ends_at": "13:00",
        "most_yen": "650",
        "given_from": (today() + timedelta(days=1)).isoformat(),
        "reason": "レジの通信が止まった",
    } | changes


def ask(by: office.Person, **changes: str) -> int:
    answer = office.client_of(by).post(PAGE, outage(**changes) | {"step": "ask"})
    assert answer.status_code == 302
    return int(answer["Location"].rsplit("/", 1)[1])


def decide(by: office.Person, approval_id: int, decision: str = "approve") -> int:
    sent = {"decision": decision, "answer": "障害の記録を見た"}
    return office.client_of(by).post(f"/office/approvals/{approval_id}", sent).status_code


class TestAsking:
    def test_shows_first_what_it_comes_to(self, coop: cast.Coop, hanako: cast.Person) -> None:
        page = office.client_of(office.desk(coop)).post(PAGE, outage()).text
        assert "<b>650円</b>" in page
        assert "この内容で承認を依頼する" in page
        assert not Approval.objects.exists()

    @pytest.mark.parametrize(
        ("changes", "said"),
        [
            ({"ends_at": "11:00"}, "終わりの時刻は、始まりより後に"),
            ({"begins_at": "25:00"}, "時刻は「11:30」のように"),
            ({"day": "2099-12-31"}, "障害が終わってから"),
            ({"most_yen": "0"}, "1円以上10,000円以下"),
            ({"most_yen": "-5"}, "金額は0以上の整数"),
            ({"given_from": "2020-01-01"}, "明日以降に"),
            ({"reason": " "}, "理由を入力してください"),
        ],
    )
    def test_says_what_is_wrong(
        self, coop: cast.Coop, hanako: cast.Person, changes: dict[str, str], said: str
    ) -> None:
        answer = office.client_of(office.desk(coop)).post(PAGE, outage(**changes))
        assert answer.status_code == 422
        assert said in answer.text

    def test_is_not_for_clerks(self, coop: cast.Coop) -> None:
        clerk = office.client_of(office.clerk(coop))
        assert clerk.get(PAGE).status_code == 403
        assert clerk.post(PAGE, outage() | {"step": "ask"}).status_code == 403
        assert not Approval.objects.exists()

    def test_has_nobody_at_a_co_op_without_holders(self, coop: cast.Coop) -> None:
        answer = office.client_of(office.desk(coop)).post(PAGE, outage() | {"step": "ask"})
        assert answer.status_code == 422
        assert "補償の対象になる方がいません" in answer.text


class TestApproving:
    def test_gives_a_right_and_tells(self, coop: cast.Coop, hanako: cast.Person) -> None:
        client = client_of(hanako)
        asked = ask(office.desk(coop))
        assert decide(office.manager(coop), asked) == 302
        right = ExtraRight.objects.get()
        assert (right.member_id, right.amount_yen) == (hanako.id, 650)
        (mail,) = Message.objects.filter(kind="lunch_compensation")
        assert "650円" in mail.body
        assert StaffAct.objects.filter(verb="compensate_lunch").count() == 1
        assert "いつもの上限より650円多く" in client.get("/meal-card").text
        noon = datetime.combine(right.date, time(12), clock.TOKYO)
        assert eat(hanako, coop, yen=1_500, at=noon) == LIMIT_YEN + 650 - 1_500

    def test_takes_somebody_else(self, coop: cast.Coop, hanako: cast.Person) -> None:
        manager = office.manager(coop)
        asked = ask(manager)
        assert decide(manager, asked) == 403
        assert not ExtraRight.objects.exists()
        assert decide(office.manager(coop), asked) == 302

    def test_gives_nothing_where_it_is_refused(self, coop: cast.Coop, hanako: cast.Person) -> None:
        asked = ask(office.desk(coop))
        assert decide(office.manager(coop), asked, "refuse") == 302
        assert not ExtraRight.objects.exists()
        assert not Message.objects.filter(kind="lunch_compensation").exists()

    def test_gives_the_same_rest_once(self, coop: cast.Coop, hanako: cast.Person) -> None:
        first, second = (ask(office.desk(coop), most_yen="1200") for _ in range(2))
        manager = office.manager(coop)
        assert decide(manager, first) == 302
        assert decide(manager, second) == 409
        assert ExtraRight.objects.count() == 1

    def test_leaves_out_who_ate_in_those_hours(self, coop: cast.Coop, hanako: cast.Person) -> None:
        taro = holder(coop, cast.taro(coop))
        noon = datetime.combine(today() + YESTERDAY, time(12), clock.TOKYO)
        eat(taro, coop, yen=400, at=noon)
        eat(hanako, coop, yen=900, at=noon - timedelta(hours=4))
        assert decide(office.manager(coop), ask(office.desk(coop))) == 302
        right = ExtraRight.objects.get()
        assert (right.member_id, right.amount_yen) == (hanako.id, 300)

    def test_is_one_co_ops_own(self, coop: cast.Coop, hanako: cast.Person) -> None:
        other = cast.other_coop()
        asked = ask(office.desk(coop))
        assert decide(office.manager(other), asked) == 404

    def test_stays_as_it_was_given(self, coop: cast.Coop, hanako: cast.Person) -> None:
        decide(office.manager(coop), ask(office.desk(coop)))
        with pytest.raises(DatabaseError), transaction.atomic():
            ExtraRight.objects.update(amount_yen=9_999)
