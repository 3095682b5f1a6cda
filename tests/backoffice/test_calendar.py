"""Marking days as a manager does: typed, looked at, saved."""

from datetime import date, time, timedelta

import pytest
from django.test import Client

from kumiai.backoffice import claim_dates, compensations
from kumiai.backoffice.claim_dates import Moved
from kumiai.coops import queries as coops
from kumiai.coops.approvals import actions as approvals
from kumiai.kit import clock
from kumiai.meals import actions as meals
from kumiai.meals.compensating import Outage
from kumiai.meals.models import ExtraRight
from kumiai.meals.rules import Plan
from tests import cast, office

pytestmark = pytest.mark.django_db

PAGE = "/office/settings/calendar"
GIVEN = {"state": "closed", "note": "停電", "reason": "点検"}


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def manager(coop: cast.Coop) -> Client:
    return office.client_of(office.manager(coop))


def tomorrow() -> date:
    return clock.tokyo_date(clock.now()) + timedelta(days=1)


class TestCalendar:
    def test_saves_only_after_a_look(self, coop: cast.Coop, manager: Client) -> None:
        day = tomorrow() + timedelta(days=400)
        given = GIVEN | {"first": f"{day:%Y年%m月%d日}"}
        before = coops.calendar_overrides(coop.id, day, day)
        assert "この内容で保存する" in manager.post(PAGE, given).content.decode()
        assert coops.calendar_overrides(coop.id, day, day) == before
        saved = manager.post(PAGE, given | {"save": "yes"})
        assert saved["Location"] == f"{PAGE}?month={day:%Y-%m}"
        assert coops.calendar_overrides(coop.id, day, day) == {day: False}
        assert "停電" in manager.get(saved["Location"]).content.decode()
        assert manager.post(PAGE, given | {"save": "yes"}).status_code == 409

    def test_shows_days_of_shorter_hours(self, coop: cast.Coop, manager: Client) -> None:
        given = GIVEN | {"first": tomorrow().isoformat(), "state": "short", "save": "yes"}
        page = manager.get(manager.post(PAGE, given)["Location"]).text
        assert "短縮営業" in page.split('id="days"')[0]

    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"first": "いつか"}, 422),
            ({"first": ""}, 422),
            ({"first": "2020-01-01"}, 409),
            ({"first": "9999-12-31"}, 422),
            ({"last": "2020-01-01"}, 409),
            ({"state": "maybe"}, 422),
            ({"note": "停\x01電"}, 422),
            ({"reason": " "}, 422),
        ],
    )
    def test_refuses_plainly(self, manager: Client, changes: dict[str, str], status: int) -> None:
        given = GIVEN | {"first": tomorrow().isoformat(), "save": "yes"} | changes
        assert manager.post(PAGE, given).status_code == status

    @pytest.mark.parametrize("month", ["", "2026-13", "0000-01", "9999-12", "１２", "x"])
    def test_shows_this_month_where_none_is_asked_for(self, manager: Client, month: str) -> None:
        page = manager.get(PAGE, {"month": month})
        assert page.context["month"].first == clock.tokyo_date(clock.now()).replace(day=1)


class TestCompensated:
    """Days for which holders of meal cards were given something for an outage before."""

    def given(self, coop: cast.Coop, **numbers: int) -> date:
        """Hanako missed her lunch yesterday and may eat for more tomorrow, which is told."""
        day, at = tomorrow(), clock.now()
        span = {"starts_on": day - timedelta(days=50), "ends_on": day + timedelta(days=50)}
        plan = Plan("3食", 1_200, range(7), None, None, **span, **numbers)
        meals.take_in_plans(coop_id=coop.id, plans=[plan])
        hanako = cast.hanako(coop)
        meals.hand_out_cards(
            coop_id=coop.id, plan_names={hanako.id: "3食"}, on=day - timedelta(days=50)
        )
        (asked, approved) = office.desk(coop), office.manager(coop)
        approval = approvals.ask(
            coop_id=coop.id,
            kind=compensations.KIND,
            subject="outage",
            details={},
            reason="障害",
            staff_id=asked.id,
            at=at,
        )
        outage = Outage(day - timedelta(days=2), time(11), time(13), 650, day)
        meals.compensate(
            coop_id=coop.id, outage=outage, approval_id=approval, by=approved.actor, at=at
        )
        return ExtraRight.objects.get().date

    def look(self, manager: Client, day: date, state: str) -> str:
        return manager.post(PAGE, GIVEN | {"first": day.isoformat(), "state": state}).text

    @pytest.mark.parametrize(
        ("numbers", "state", "lost"),
        [
            ({"closed_day_yen": 0}, "closed", True),
            ({"closed_day_yen": 500}, "closed", False),
            ({}, "closed", False),
            ({"short_day_yen": 0}, "short", True),
            ({"short_day_yen": 0}, "closed", False),
        ],
    )
    def test_are_warned_of_with_how_many_could_not_use_it(
        self, coop: cast.Coop, manager: Client, numbers: dict[str, int], state: str, lost: bool
    ) -> None:
        day = self.given(coop, **numbers)
        page = self.look(manager, day, state)
        assert "ミールカードの補償を使っていただく日があります" in page
        assert "650円" in page
        assert ("1人は、その日に使えなくなります" in page) is lost
        assert coops.calendar_overrides(coop.id, day, day) == {}

    def test_are_none_on_other_days_and_at_other_coops(
        self, coop: cast.Coop, manager: Client
    ) -> None:
        day = self.given(coop, closed_day_yen=0)
        warned = "ミールカードの補償を使っていただく日"
        assert warned in self.look(manager, day, "closed")
        assert warned not in self.look(manager, day + timedelta(days=1), "closed")
        stranger = office.client_of(office.manager(cast.other_coop()))
        assert warned not in self.look(stranger, day, "closed")


class TestMoved:
    def test_are_the_claims_whose_wait_the_days_lengthen(self, coop: cast.Coop) -> None:
        # A Thursday after a Wednesday that is a holiday; claims wait two business days.
        closed = date(2028, 2, 24)
        found = claim_dates.moved(
            coop_id=coop.id, first=closed, last=closed, state="closed", today=date(2028, 2, 1)
        )
        friday, saturday = date(2028, 2, 25), date(2028, 2, 26)
        assert found == [
            Moved(date(2028, 2, 21), closed, friday),
            Moved(date(2028, 2, 22), friday, saturday),
            Moved(date(2028, 2, 23), friday, saturday),
        ]
