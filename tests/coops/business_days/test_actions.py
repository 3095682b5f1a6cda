"""Days of a co-op's calendar, marked from tomorrow on."""

from datetime import date, datetime, timedelta

import pytest

from kumiai.coops import queries as coops
from kumiai.coops.business_days import actions, queries
from kumiai.coops.business_days.actions import CannotMarkDays
from kumiai.coops.business_days.rules import DayState
from kumiai.coops.rules import Actor
from tests import cast

pytestmark = pytest.mark.django_db

NOON = datetime.fromisoformat("2026-11-25T12:00:00+09:00")
TODAY = NOON.date()
FIRST, LAST = date(2027, 2, 8), date(2027, 2, 10)


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


def mark(
    coop: cast.Coop,
    state: DayState = "closed",
    first: date = FIRST,
    last: date = LAST,
    note: str = "棚卸し",
) -> None:
    actions.mark_days(
        coop_id=coop.id,
        first=first,
        last=last,
        state=state,
        note=note,
        reason="理事会",
        by=Actor("staff", "7"),
        at=NOON,
    )


def marked(coop: cast.Coop) -> list[queries.MarkedDay]:
    return queries.month(coop_id=coop.id, first=FIRST.replace(day=1), today=TODAY).marked


class TestMarkDays:
    def test_marks_both_ends_of_this_coop_alone(self, coop: cast.Coop) -> None:
        other = cast.other_coop()
        mark(coop)
        assert [day.date.day for day in marked(coop)] == [8, 9, 10]
        assert marked(coop)[0] == queries.MarkedDay(FIRST, is_open=False, note="棚卸し")
        assert marked(other) == []
        (act,) = coops.acts(coop.id, subject="calendar:2027-02-08")
        assert (act.verb, act.reason) == ("mark_business_days", "理事会")
        assert act.details == {"last": "2027-02-10", "state": "closed", "note": "棚卸し"}

    def test_marks_anew_and_takes_marks_away(self, coop: cast.Coop) -> None:
        mark(coop)
        mark(coop, "open", first=LAST, last=LAST, note="")
        assert [day.is_open for day in marked(coop)] == [False, False, True]
        mark(coop, "usual", first=FIRST + timedelta(days=1))
        assert [day.date for day in marked(coop)] == [FIRST]

    def test_marks_days_of_shorter_hours_as_open(self, coop: cast.Coop) -> None:
        mark(coop, "short")
        assert marked(coop)[0] == queries.MarkedDay(FIRST, True, "棚卸し", is_short=True)
        assert coops.calendar_overrides(coop.id, FIRST, FIRST) == {FIRST: True}
        assert coops.calendar_marks(coop.id, FIRST, FIRST) == {FIRST: "short"}
        mark(coop, "open")
        assert coops.calendar_marks(coop.id, FIRST, FIRST) == {FIRST: "open"}

    @pytest.mark.parametrize(
        ("first", "last", "problem"),
        [
            (TODAY, TODAY, "has_begun"),
            (date(2020, 1, 1), LAST, "has_begun"),
            (LAST, FIRST, "order"),
            (FIRST, FIRST + timedelta(days=31), "too_many"),
            (date(2029, 1, 1), date(2029, 1, 1), "too_far"),
            (date(9999, 12, 31), date(9999, 12, 31), "too_far"),
        ],
    )
    def test_refuses_other_days(
        self, coop: cast.Coop, first: date, last: date, problem: str
    ) -> None:
        with pytest.raises(CannotMarkDays, match=problem):
            mark(coop, first=first, last=last)

    @pytest.mark.parametrize("state", ["closed", "usual"])
    def test_refuses_what_they_are_already(self, coop: cast.Coop, state: DayState) -> None:
        mark(coop)
        mark(coop, state, note="") if state == "usual" else None
        with pytest.raises(CannotMarkDays, match="same"):
            mark(coop, state)
