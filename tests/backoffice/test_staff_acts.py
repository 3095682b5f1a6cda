"""Another role, a lost second factor and the end: by managers, and never about oneself."""

import pytest
from django.test import Client

from kumiai.coops import queries as coops
from kumiai.coops.models import Staff
from kumiai.coops.rules import Actor
from kumiai.coops.staff.rules import Role
from kumiai.identity.actions import staff as actions
from kumiai.identity.actions.staff import CannotChangeStaff
from kumiai.identity.models import Login
from kumiai.kit import clock
from tests import cast, office
from tests.backoffice.test_staff import approve, ask, mailed_link, sets_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def manager(coop: cast.Coop) -> office.Person:
    return office.manager(coop)


@pytest.fixture
def second(coop: cast.Coop) -> office.Person:
    return office.manager(coop)


def stop(person: office.Person, *, by: office.Person | None) -> None:
    actions.disable_staff(
        coop_id=person.coop_id,
        login_id=person.login_id,
        reason="退職",
        by=by.actor if by else cast.OPERATOR,
        at=clock.now(),
    )


def give(role: Role, *, to: office.Person, by: Actor) -> None:
    actions.change_role(
        coop_id=to.coop_id, login_id=to.login_id, role=role, reason="x", by=by, at=clock.now()
    )


class TestRole:
    def test_that_is_more_takes_two(
        self, coop: cast.Coop, manager: office.Person, second: office.Person
    ) -> None:
        clerk = office.clerk(coop)
        theirs = office.client_of(clerk)
        given = {"role": "manager", "reason": "昇任"}
        asked = ask(manager, f"/office/staff/{clerk.id}/role", **given)
        assert theirs.get("/office/log").status_code == 403
        assert approve(second, asked) == 302
        assert theirs.get("/office/log").status_code == 200
        act = coops.acts(coop.id, subject=f"staff:{clerk.id}")[0]
        assert (act.verb, act.details) == ("change_role", {"from": "clerk", "to": "manager"})

    def test_that_is_less_holds_from_the_next_page(
        self, coop: cast.Coop, manager: office.Person, second: office.Person
    ) -> None:
        theirs = office.client_of(second)
        path = f"/office/staff/{second.id}/role"
        given = {"role": "clerk", "reason": "異動"}
        assert office.client_of(manager).post(path, given).status_code == 302
        assert theirs.get("/office/log").status_code == 403
        assert office.client_of(manager).post(path, given).status_code == 409

    def test_that_sees_every_co_op_is_no_managers_to_give(
        self, coop: cast.Coop, manager: office.Person, second: office.Person
    ) -> None:
        clerk, client = office.clerk(coop), office.client_of(manager)
        given = {"role": "operator", "reason": "x"}
        newcomer = given | {"name": "成田 和子", "login_id": "narita.kazuko"}
        assert client.post(f"/office/staff/{clerk.id}/role", given).status_code == 422
        assert client.post("/office/staff/new", newcomer).status_code == 422
        with pytest.raises(CannotChangeStaff):
            give(Role.OPERATOR, to=clerk, by=manager.actor)
        assert Staff.objects.get(pk=clerk.id).role == "clerk"
        give(Role.OPERATOR, to=clerk, by=cast.OPERATOR)
        assert Staff.objects.get(pk=clerk.id).role == "operator"

    def test_that_sees_every_co_op_is_set_up_with_no_managers_sheet(
        self, coop: cast.Coop, manager: office.Person
    ) -> None:
        client = office.client_of(manager)
        for role, status in ((Role.CLERK, 200), (Role.OPERATOR, 404)):
            person = office.newcomer(coop, role)
            assert client.post(f"/office/staff/{person.staff_id}/sheet").status_code == status

    def test_of_oneself_is_changed_by_nobody(
        self, coop: cast.Coop, manager: office.Person, second: office.Person
    ) -> None:
        given = {"role": "clerk", "reason": "x"}
        own = f"/office/staff/{manager.id}/role"
        assert office.client_of(manager).post(own, given).status_code == 409
        desk = office.desk(coop)
        asked = ask(manager, f"/office/staff/{desk.id}/role", role="manager", reason="昇任")
        assert approve(desk, asked) == 403
        Staff.objects.filter(pk=desk.id).update(role="manager")
        # A manager by now, who would decide about themselves.
        assert approve(desk, asked) == 409

    def test_asked_by_who_was_demoted_or_stopped_is_not_given(
        self, coop: cast.Coop, manager: office.Person, second: office.Person
    ) -> None:
        clerk = office.clerk(coop)
        given = {"role": "manager", "reason": "昇任"}
        asked = ask(manager, f"/office/staff/{clerk.id}/role", **given)
        Staff.objects.filter(pk=manager.id).update(role="clerk")
        assert approve(second, asked) == 409
        Staff.objects.filter(pk=manager.id).update(role="manager", disabled_at=clock.now())
        assert approve(second, asked) == 409
        refuse = {"decision": "refuse", "answer": "取りやめ"}
        assert office.client_of(second).post(asked, refuse).status_code == 302
        assert Staff.objects.get(pk=clerk.id).role == "clerk"


class TestSecondFactor:
    def test_is_reset_by_two_and_sends_every_browser_out(
        self, coop: cast.Coop, manager: office.Person, second: office.Person
    ) -> None:
        desk = office.desk(coop)
        Login.objects.filter(pk=desk.login_pk).update(mail="desk@office.example")
        theirs = office.client_of(desk)
        path = f"/office/staff/{desk.id}/second-factor"
        asked = ask(manager, path, reason="電話をなくした")
        assert theirs.get("/office/").status_code == 200
        assert approve(second, asked) == 302
        assert theirs.get("/office/").status_code == 302
        given = {"login_id": desk.login_id, "password": office.PASSWORD}
        assert Client().post("/office/login", given).status_code == 422
        client = Client()
        assert client.post(mailed_link("desk@office.example")).status_code == 302
        assert sets_up(client, Login.objects.get(pk=desk.login_pk)) == 302
        assert client.get("/office/").status_code == 200

    def test_is_not_ones_own_to_reset(
        self, coop: cast.Coop, manager: office.Person, second: office.Person
    ) -> None:
        own = f"/office/staff/{manager.id}/second-factor"
        office.manager(coop)
        assert office.client_of(manager).post(own, {"reason": "x"}).status_code == 422
        asked = ask(second, own, reason="電話をなくした")
        assert approve(manager, asked) == 409
        assert approve(second, asked) == 403
        assert not coops.acts(coop.id, subject=f"staff:{manager.id}")[0].verb.startswith("reset")


class TestEnding:
    def test_leaves_a_manager_who_can_come_in(
        self, coop: cast.Coop, manager: office.Person
    ) -> None:
        """Whoever has not set a login up yet is not counted."""
        office.newcomer(coop, Role.MANAGER)
        with pytest.raises(actions.CannotChangeStaff, match="not_a_manager"):
            stop(manager, by=office.desk(coop))
        other = office.manager(coop)
        stop(other, by=manager)
        with pytest.raises(actions.CannotChangeStaff, match="not_a_manager"):
            stop(manager, by=other)
        with pytest.raises(actions.CannotChangeStaff, match="oneself"):
            stop(manager, by=manager)
        stop(manager, by=None)

    def test_counts_nobody_whose_factors_were_reset_meanwhile(
        self, coop: cast.Coop, manager: office.Person
    ) -> None:
        last = office.manager(coop)
        actions.reset_second_factor(
            coop_id=coop.id,
            login_id=manager.login_id,
            reason="端末の紛失",
            by=cast.OPERATOR,
            at=clock.now(),
        )
        with pytest.raises(actions.CannotChangeStaff, match="last_manager"):
            stop(last, by=manager)

    def test_shows_strangers_nothing(self, coop: cast.Coop, manager: office.Person) -> None:
        stranger = office.client_of(office.manager(cast.other_coop()))
        for path in ("", "/role", "/second-factor", "/ending"):
            assert stranger.get(f"/office/staff/{manager.id}{path}").status_code == 404
        given = {"role": "clerk", "reason": "x"}
        for path in ("/role", "/second-factor", "/ending", "/sheet"):
            assert stranger.post(f"/office/staff/{manager.id}{path}", given).status_code == 404
