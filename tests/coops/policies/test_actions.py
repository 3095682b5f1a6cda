"""Numbers from a day to come, and what was before them."""

from datetime import date, datetime, timedelta

import msgspec
import pytest

from kumiai.coops import queries as coops
from kumiai.coops.models import StaffAct
from kumiai.coops.policies import actions, queries
from kumiai.coops.policies.actions import CannotSetPolicy, CannotWithdrawPolicy
from kumiai.coops.policy import GUIDE_2020, Policy
from kumiai.coops.rules import Actor
from tests import cast

pytestmark = pytest.mark.django_db

NOON = datetime.fromisoformat("2026-11-25T12:00:00+09:00")
TODAY = date(2026, 11, 25)
SPRING = date(2027, 4, 1)
BY = Actor("staff", "7")
RICHER = msgspec.structs.replace(GUIDE_2020, prepaid_cap_yen=50_000)
RICHEST = msgspec.structs.replace(GUIDE_2020, prepaid_cap_yen=60_000)


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


def put(coop: cast.Coop, starts_on: date, policy: Policy) -> None:
    actions.set_policy(
        coop_id=coop.id, starts_on=starts_on, policy=policy, reason="総会", by=BY, at=NOON
    )


def withdraw(coop: cast.Coop, starts_on: date) -> None:
    actions.withdraw_policy(coop_id=coop.id, starts_on=starts_on, reason="延期", by=BY, at=NOON)


def caps(coop: cast.Coop, *days: date) -> list[int]:
    return [coops.policy_on(coop.id, day).prepaid_cap_yen for day in days]


class TestSetPolicy:
    def test_holds_from_its_day_and_not_before(self, coop: cast.Coop) -> None:
        put(coop, SPRING, RICHER)
        eve = SPRING - timedelta(days=1)
        assert caps(coop, TODAY, eve, SPRING) == [99_999, 99_999, 50_000]

    def test_gives_way_to_another_of_the_same_day(self, coop: cast.Coop) -> None:
        put(coop, SPRING, RICHER)
        put(coop, SPRING, RICHEST)
        assert [each.starts_on for each in queries.versions(coop.id)].count(SPRING) == 1
        assert caps(coop, SPRING) == [60_000]

    @pytest.mark.parametrize("day", [TODAY, TODAY - timedelta(days=400)])
    def test_leaves_alone_what_has_begun(self, coop: cast.Coop, day: date) -> None:
        before = queries.versions(coop.id)
        with pytest.raises(CannotSetPolicy, match="has_begun"):
            put(coop, day, RICHER)
        assert queries.versions(coop.id) == before
        assert not StaffAct.objects.filter(verb="set_policy").exists()

    def test_refuses_what_changes_nothing(self, coop: cast.Coop) -> None:
        put(coop, SPRING, RICHER)
        for day in (SPRING, SPRING + timedelta(days=1)):
            with pytest.raises(CannotSetPolicy, match="same"):
                put(coop, day, RICHER)

    def test_is_written_down_with_what_it_changed(self, coop: cast.Coop) -> None:
        put(coop, SPRING, RICHER)
        act = StaffAct.objects.get(verb="set_policy")
        assert (act.coop_id, act.subject, act.reason) == (2101, "policy:2027-04-01", "総会")
        assert act.details == {"changed": {"prepaid_cap_yen": 50_000}}

    def test_is_no_business_of_another_co_op(self, coop: cast.Coop) -> None:
        other = cast.other_coop()
        before = queries.versions(other.id)
        put(coop, SPRING, RICHER)
        assert queries.versions(other.id) == before


class TestWithdrawPolicy:
    def test_leaves_the_numbers_before_it_in_force(self, coop: cast.Coop) -> None:
        put(coop, SPRING, RICHER)
        withdraw(coop, SPRING)
        assert caps(coop, SPRING) == [99_999]
        assert StaffAct.objects.get(verb="withdraw_policy").reason == "延期"

    @pytest.mark.parametrize("day", [TODAY, SPRING])
    def test_refuses_what_has_begun_or_was_never_set(self, coop: cast.Coop, day: date) -> None:
        before = queries.versions(coop.id)
        with pytest.raises(CannotWithdrawPolicy):
            withdraw(coop, day)
        assert queries.versions(coop.id) == before
