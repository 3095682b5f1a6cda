"""Meal plans with windows and kinds of days in the office: filled in, looked at, never dropped."""

from datetime import date, time, timedelta

import pytest
from django.test import Client

from kumiai.coops.models import StaffAct
from kumiai.kit import clock
from kumiai.meals import actions as meals
from kumiai.meals import plans
from kumiai.meals.rules import Plan, Window
from tests import cast, office

LIST = "/office/meal-plans"
NEW = f"{LIST}/new"
LUNCH = Window(time(10, 30), time(14))
MEALS = (Window(time(7, 30), time(10), 300), LUNCH, Window(time(17), time(20, 30), 700))


def day(offset: int) -> date:
    return clock.tokyo_date(clock.now()) + timedelta(days=offset)


SENT = {
    "name": "3食",
    "daily_limit_yen": "1200",
    "saturday_yen": "８００円",
    "short_day_yen": "",
    "closed_day_yen": "0",
    "weekdays": ["0", "1", "2", "3", "4", "5"],
    "opens_at": "１７：００",
    "closes_at": "20:30",
    "window_yen": "700円",
    "opens_at_2": "7:30",
    "closes_at_2": "10:00",
    "window_yen_2": "300",
    "opens_at_4": "10:30",
    "closes_at_4": "14:00",
    "reason": "理事会の決定",
}


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def manager(coop: cast.Coop) -> Client:
    return office.client_of(office.manager(coop))


def known(coop: cast.Coop) -> Plan:
    """The co-op's one plan as it is in the end."""
    [facts] = plans.plans(coop_id=coop.id)
    return facts.parts[-1].plan


def add(coop: cast.Coop, *windows: Window, **more: int) -> str:
    """A plan with windows that is running; returns where it is changed."""
    plan = Plan("3食", 1_200, range(6), None, None, day(-9), day(90), windows=windows, **more)
    meals.take_in_plans(coop_id=coop.id, plans=[plan])
    return f"{LIST}/{plans.plans(coop_id=coop.id)[0].id}/change"


class TestANewPlan:
    def test_has_its_windows_in_the_order_of_the_day(
        self, coop: cast.Coop, manager: Client
    ) -> None:
        sent = SENT | {"starts_on": day(1).isoformat(), "ends_on": day(90).isoformat()}
        page = manager.post(NEW, sent).text
        for words in (
            "07:30〜10:00（300円まで）、10:30〜14:00、17:00〜20:30（700円まで）",
            "土曜日の上限",
            "800円",
            "使えません",
        ):
            assert words in page
        assert manager.post(NEW, sent | {"save": "yes"})["Location"] == LIST
        plan = known(coop)
        assert plan.windows == MEALS
        assert (plan.saturday_yen, plan.short_day_yen, plan.closed_day_yen) == (800, None, 0)
        listed = manager.get(LIST).text
        for words in ("07:30〜10:00（300円まで）", "土曜 800円", "休業日 使えません"):
            assert words in listed

    def test_says_only_of_such_days_what_differs(self, manager: Client) -> None:
        sent = SENT | {"starts_on": day(1).isoformat(), "ends_on": day(90).isoformat()}
        page = manager.post(NEW, sent | {"saturday_yen": "", "closed_day_yen": ""}).text
        changes = page.split('id="changes"')[1].split("</table>")[0]
        assert "1日の上限" in changes
        assert "土曜日の上限" not in changes
        assert "休業日の上限" not in changes

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"saturday_yen": "100001"}, "saturday_yen", "0円以上100,000円以下"),
            ({"closed_day_yen": "100001"}, "closed_day_yen", "0円以上100,000円以下"),
            ({"short_day_yen": "-1"}, "short_day_yen", "金額は0以上の整数"),
            ({"closes_at_2": "7:30"}, "closes_at_2", "始まりより後に"),
            ({"closes_at_2": "25:00"}, "closes_at_2", "時刻は「11:30」のように"),
            ({"closes_at_2": "10:00:30"}, "closes_at_2", "時刻は「11:30」のように"),
            ({"closes_at_2": "10:31"}, "opens_at_4", "重ならない時刻"),
            ({"opens_at": "", "closes_at": ""}, "window_yen", "時刻と一緒に"),
            ({"window_yen_2": "0"}, "window_yen_2", "1円以上100,000円以下"),
            ({"window_yen_2": "x"}, "window_yen_2", "金額は0以上の整数"),
        ],
    )
    def test_is_refused_beside_the_field(
        self, coop: cast.Coop, manager: Client, changes: dict[str, str], field: str, words: str
    ) -> None:
        sent = SENT | {"starts_on": day(1).isoformat(), "ends_on": day(90).isoformat()}
        answer = manager.post(NEW, sent | {"save": "yes"} | changes)  # type: ignore[arg-type]
        assert answer.status_code == 422
        error = answer.text.split(f'id="id_{field}_error"')[1].split("</div>")[0]
        assert words in error
        assert plans.plans(coop_id=coop.id) == ()
        # What is wrong is not behind a fold.
        assert "<details open" in answer.text


class TestAChange:
    def test_begins_with_what_the_plan_says(self, coop: cast.Coop, manager: Client) -> None:
        change = add(coop, *MEALS, saturday_yen=0)
        page = manager.get(change).text
        for name, value in (
            ("opens_at", "07:30"),
            ("window_yen", "300"),
            ("closes_at_2", "14:00"),
            ("window_yen_3", "700"),
            ("saturday_yen", "0"),
        ):
            field = page.split(f'name="{name}"')[1].split(">")[0]
            assert f'value="{value}"' in field
        assert "<details open" in page

    def test_folds_what_a_plan_without_windows_does_not_need(
        self, coop: cast.Coop, manager: Client
    ) -> None:
        assert "<details >" in manager.get(add(coop)).text

    def test_of_the_limit_keeps_the_windows(self, coop: cast.Coop, manager: Client) -> None:
        change = add(coop, *MEALS, saturday_yen=0, short_day_yen=500)
        sent = as_filled(manager.get(change).text)
        sent |= {"daily_limit_yen": "1300", "starts_on": day(3).isoformat(), "reason": "改定"}
        page = manager.post(change, sent).text
        changes = page.split('id="changes"')[1].split("</table>")[0]
        assert "1,300円" in changes
        assert "時間" not in changes
        assert manager.post(change, sent | {"save": "yes"})["Location"] == LIST
        was, becomes = plans.plans(coop_id=coop.id)[0].plans
        assert (was.daily_limit_yen, becomes.daily_limit_yen) == (1_200, 1_300)
        assert was.windows == becomes.windows == MEALS
        assert (becomes.saturday_yen, becomes.short_day_yen) == (0, 500)

    def test_of_the_windows_is_one_from_a_day_on(self, coop: cast.Coop, manager: Client) -> None:
        change = add(coop, *MEALS)
        sent = as_filled(manager.get(change).text)
        sent |= {"starts_on": day(3).isoformat(), "reason": "朝食をやめます", "save": "yes"}
        for name in ("opens_at", "closes_at", "window_yen"):
            sent[name] = ""
        assert manager.post(change, sent)["Location"] == LIST
        was, becomes = plans.plans(coop_id=coop.id)[0].plans
        assert (was.windows, becomes.windows) == (MEALS, MEALS[1:])
        assert "10:30–14:00, 17:00–20:30 (700 yen)" in str(last_act(coop))

    def test_in_english_says_the_same(self, coop: cast.Coop, manager: Client) -> None:
        add(coop, *MEALS, saturday_yen=0)
        manager.cookies["kumiai-language"] = "en"
        page = manager.get(LIST).text
        for words in ("07:30–10:00 (up to ¥300)", "Sat not usable"):
            assert words in page


def as_filled(page: str) -> dict[str, object]:
    """What a browser would send of the form as it is."""
    sent: dict[str, object] = {"weekdays": ["0", "1", "2", "3", "4", "5"]}
    for tag in page.split('id="numbers"')[1].split("<input ")[1:]:
        attributes = dict(
            part.split('="', 1) for part in tag.split(">")[0].split('" ') if '="' in part
        )
        if attributes.get("type") == "text":
            sent[attributes["name"]] = attributes.get("value", "").strip('"')
    return sent


def last_act(coop: cast.Coop) -> object:
    """What the log keeps of it."""
    return StaffAct.objects.filter(coop_id=coop.id, verb="change_meal_plan").latest("id").details
