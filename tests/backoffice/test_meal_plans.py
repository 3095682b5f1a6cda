"""Meal plans in the office: looked at by all, changed by a manager from a day on, never before."""

from datetime import date, time, timedelta

import pytest
from django.test import Client

from kumiai.backoffice import compensations
from kumiai.coops.approvals import actions as approvals
from kumiai.coops.models import StaffAct
from kumiai.kit import clock
from kumiai.meals import actions as meals
from kumiai.meals import plans
from kumiai.meals.compensating import Outage
from kumiai.meals.models import ExtraRight, MealCard
from kumiai.meals.rules import Plan
from tests import cast, office

LIST = "/office/meal-plans"
NEW = f"{LIST}/new"
NUMBERS = {
    "name": "3食",
    "daily_limit_yen": "１，０００円",
    "weekdays": ["0", "4"],
    "opens_at": "１１：００",
    "closes_at": "",
    "reason": "理事会の決定",
}


def day(offset: int) -> date:
    return clock.tokyo_date(clock.now()) + timedelta(days=offset)


@pytest.fixture
def coop(db: None) -> cast.Coop:
    made = cast.coop_2101()
    plan = Plan("3食", 1_200, (0, 4), None, None, day(-9), day(90))
    meals.take_in_plans(coop_id=made.id, plans=[plan])
    hanako = cast.hanako(made)
    meals.hand_out_cards(coop_id=made.id, plan_names={hanako.id: "3食"}, on=day(-9))
    return made


@pytest.fixture
def manager(coop: cast.Coop) -> Client:
    return office.client_of(office.manager(coop))


def pages(coop: cast.Coop) -> tuple[str, str]:
    known = plans.plans(coop_id=coop.id)[0].id
    return f"{LIST}/{known}/change", f"{LIST}/{known}/last-day"


class TestTheList:
    def test_is_for_whoever_looks_members_up(self, coop: cast.Coop) -> None:
        for person in (office.clerk(coop), office.desk(coop), office.accounting(coop)):
            page = office.client_of(person).get(LIST).text
            for words in ("3食", "1,200円", "月金"):
                assert words in page
            assert "最終日を変える" not in page
        assert "最終日を変える" in office.client_of(office.manager(coop)).get(LIST).text

    def test_is_of_the_own_co_op(self, coop: cast.Coop) -> None:
        other = office.client_of(office.manager(cast.other_coop()))
        assert "3食" not in other.get(LIST).text
        for page in pages(coop):
            assert other.get(page).status_code == 404


class TestAChange:
    def test_is_looked_at_first(self, coop: cast.Coop, manager: Client) -> None:
        change, _last_day = pages(coop)
        assert 'value="1200"' in manager.get(change).text
        page = manager.post(change, NUMBERS | {"starts_on": day(1).isoformat()})
        assert page.status_code == 200
        for words in ("1,200円", "1,000円", "営業時間中", "11:00〜", "持つ1人に適用"):
            assert words in page.text
        assert len(plans.plans(coop_id=coop.id)[0].parts) == 1

    def test_is_saved_and_can_be_taken_back(self, coop: cast.Coop, manager: Client) -> None:
        change, _last_day = pages(coop)
        sent = NUMBERS | {"starts_on": day(1).isoformat(), "save": "yes"}
        assert manager.post(change, sent)["Location"] == LIST
        parts = plans.plans(coop_id=coop.id)[0].parts
        assert [part.plan.daily_limit_yen for part in parts] == [1_200, 1_000]
        assert "これから" in manager.get(LIST).text
        withdrawal = f"{LIST}/{parts[1].id}/withdrawal"
        assert manager.post(withdrawal, {"reason": ""}).status_code == 422
        assert manager.post(withdrawal, {"reason": "見送り"})["Location"] == LIST
        assert len(plans.plans(coop_id=coop.id)[0].parts) == 1
        verbs = StaffAct.objects.filter(subject__startswith="meal_plan:").order_by("id")
        assert list(verbs.values_list("verb", flat=True)) == [
            "change_meal_plan", "withdraw_meal_plan",
        ]  # fmt: skip
        assert "ミールプランを変更" in manager.get("/office/log").text

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"starts_on": "2020-01-01"}, "過去の分は変えられません"),
            ({"daily_limit_yen": "0"}, "1円以上100,000円以下"),
            ({"daily_limit_yen": "-5"}, "金額は0以上の整数"),
            ({"weekdays": []}, "使える曜日を選んでください"),
            ({"weekdays": ["7"]}, "7"),
            ({"opens_at": "25:00"}, "時刻は「11:30」のように"),
            ({"opens_at": "12:00", "closes_at": "11:00"}, "始まりより後に"),
            ({"name": "三\n食"}, "制御文字は使えません"),
            ({"reason": " "}, "理由を入力してください"),
        ],
    )
    def test_is_refused_in_words(
        self, coop: cast.Coop, manager: Client, changes: dict[str, object], words: str
    ) -> None:
        change, _last_day = pages(coop)
        sent = NUMBERS | {"starts_on": day(1).isoformat(), "save": "yes"} | changes
        answer = manager.post(change, sent)  # type: ignore[arg-type]
        assert answer.status_code == 422
        assert words in answer.text
        assert len(plans.plans(coop_id=coop.id)[0].parts) == 1

    def test_of_what_has_begun_cannot_be_taken_back(self, coop: cast.Coop, manager: Client) -> None:
        known = plans.plans(coop_id=coop.id)[0].id
        assert manager.get(f"{LIST}/{known}/withdrawal").status_code == 404


class TestANewPlan:
    def test_is_looked_at_and_added(self, coop: cast.Coop, manager: Client) -> None:
        sent = NUMBERS | {
            "name": "昼食",
            "starts_on": day(100).isoformat(),
            "ends_on": day(200).isoformat(),
        }
        assert "までのプラン" in manager.post(NEW, sent).text
        assert len(plans.plans(coop_id=coop.id)) == 1
        assert manager.post(NEW, sent | {"save": "yes"})["Location"] == LIST
        assert plans.plans(coop_id=coop.id)[0].parts[0].plan.name == "昼食"

    def test_has_a_name_of_its_own_in_its_term(self, coop: cast.Coop, manager: Client) -> None:
        sent = NUMBERS | {"starts_on": day(5).isoformat(), "ends_on": day(200).isoformat()}
        answer = manager.post(NEW, sent)
        assert answer.status_code == 422
        assert "同じ名前のプランが、同じ時期にあります" in answer.text


class TestTheLastDay:
    def test_ends_a_plan_and_its_cards(self, coop: cast.Coop, manager: Client) -> None:
        _change, last_day = pages(coop)
        sent = {"ends_on": day(30).isoformat(), "reason": "食堂の改修"}
        assert "1人のミールカードの最終日が変わります" in manager.post(last_day, sent).text
        assert manager.post(last_day, sent | {"save": "yes"})["Location"] == LIST
        assert MealCard.objects.get().ends_on == day(30)

    def test_is_not_in_the_past(self, coop: cast.Coop, manager: Client) -> None:
        _change, last_day = pages(coop)
        answer = manager.post(last_day, {"ends_on": day(-1).isoformat(), "reason": "x"})
        assert answer.status_code == 422
        assert "終わったプランは変えられません" in answer.text


class TestWhatWasGivenForAnOutage:
    def test_is_thought_of_before_its_day_is_taken_away(
        self, coop: cast.Coop, manager: Client
    ) -> None:
        change, last_day = pages(coop)
        monday = next(each for each in map(day, range(30, 37)) if each.weekday() == 0)
        person, other = office.desk(coop), office.manager(coop)
        outage = Outage(day(-7), time(0, 1), time(23, 59), most_yen=500, given_from=monday)
        approval = approvals.ask(
            coop_id=coop.id,
            kind=compensations.KIND,
            subject=f"coop:{coop.id}",
            details={},
            reason="障害",
            staff_id=person.id,
            at=clock.now(),
        )
        every_day = Plan("3食", 1_200, range(7), None, None, day(-9), day(90))
        meals.take_in_plans(coop_id=coop.id, plans=[every_day])
        meals.compensate(
            coop_id=coop.id,
            outage=outage,
            approval_id=approval,
            by=other.actor,
            at=clock.now(),
        )
        given_on = ExtraRight.objects.get().date
        weekdays = [str(each) for each in range(7) if each != given_on.weekday()]
        sent = NUMBERS | {"starts_on": day(1).isoformat(), "weekdays": weekdays}
        warned = "その日に使えなくなります"
        assert warned in manager.post(change, sent).text
        assert warned not in manager.post(change, sent | {"weekdays": list("0123456")}).text
        ended = {"ends_on": day(20).isoformat(), "reason": "改修"}
        assert warned in manager.post(last_day, ended).text
        assert warned not in manager.post(last_day, ended | {"ends_on": day(80).isoformat()}).text
