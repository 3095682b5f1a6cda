"""Marking days as a manager does: typed, looked at, saved."""

from datetime import date, timedelta

import pytest
from django.test import Client

from kumiai.backoffice import claim_dates
from kumiai.backoffice.claim_dates import Moved
from kumiai.coops import queries as coops
from kumiai.kit import clock
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
