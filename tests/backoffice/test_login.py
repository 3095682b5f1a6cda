"""Coming into the office: two factors, always both, and a session of its own kind."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from kumiai.coops import queries as coops
from kumiai.coops.staff.rules import Role
from kumiai.identity import staff as identity
from kumiai.identity import totp
from kumiai.identity.actions import staff as actions
from kumiai.identity.models import Login
from kumiai.kit import clock
from tests import cast, office

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 11, 24, 9, 0, tzinfo=clock.TOKYO)


@pytest.fixture
def manager() -> office.Person:
    return office.person(cast.coop_2101(), Role.MANAGER, at=NINE - timedelta(days=1))


def knows_password(client: Client, login_id: str, password: str) -> None:
    given = {"login_id": login_id, "password": password}
    response = client.post("/office/login", given)
    assert response.status_code == 302, response.content.decode()
    assert response["Location"].startswith("/office/second-factor")


def is_in(client: Client) -> bool:
    return bool(client.get("/office/").status_code == 200)


class TestLogin:
    def test_takes_a_password_and_then_a_code(self, manager: office.Person) -> None:
        client = Client()
        with time_machine.travel(NINE, tick=False):
            knows_password(client, manager.login_id, office.PASSWORD)
            half = client.cookies["kumiai-office"].value
            assert not is_in(client)
            assert client.get("/office/approvals").status_code == 302
            response = client.post("/office/second-factor", {"code": manager.code()})
            assert response["Location"] == "/office/"
            assert client.cookies["kumiai-office"].value != half
            page = client.get("/office/").content.decode()
        assert manager.name in page
        assert "責任者" in page

    def test_takes_no_code_twice(self, manager: office.Person) -> None:
        with time_machine.travel(NINE, tick=False):
            for status in (302, 422):
                client = Client()
                knows_password(client, manager.login_id, office.PASSWORD)
                response = client.post("/office/second-factor", {"code": manager.code()})
                assert response.status_code == status
        assert not is_in(client)

    def test_slows_down_who_guesses_codes(self, manager: office.Person) -> None:
        client = Client()
        with time_machine.travel(NINE, tick=False):
            right = manager.code()
            wrong = f"{(int(right) + 1) % 10**6:06}"
            knows_password(client, manager.login_id, office.PASSWORD)
            for _ in range(5):
                assert client.post("/office/second-factor", {"code": wrong}).status_code == 422
            assert client.post("/office/second-factor", {"code": right}).status_code == 429
        assert not is_in(client)

    def test_refuses_members_and_unknown_people_alike(self, manager: office.Person) -> None:
        person = cast.hanako(cast.Coop(2101, {}))
        cast.full_login(person, login_id="hanako.t")
        answers = set()
        for login_id in ("hanako.t", "nobody.t", manager.login_id):
            given = {"login_id": login_id, "password": cast.PASSWORD}
            response = Client().post("/office/login", given)
            assert response.status_code == 422
            answers.add("違います" in response.content.decode())
        assert answers == {True}

    def test_does_not_open_the_portal(self, manager: office.Person) -> None:
        given = {"login_id": manager.login_id, "password": office.PASSWORD}
        assert Client().post("/", given).status_code == 422
        assert office.client_of(manager).get("/home").status_code == 302


class TestSession:
    def test_ends_after_a_quarter_of_an_hour_without_a_page(self, manager: office.Person) -> None:
        with time_machine.travel(NINE, tick=False) as now:
            client = office.client_of(manager)
            now.shift(timedelta(minutes=14))
            assert is_in(client)
            now.shift(timedelta(minutes=14))
            assert is_in(client)
            now.shift(timedelta(minutes=15))
            assert not is_in(client)

    def test_ends_after_eight_hours(self, manager: office.Person) -> None:
        with time_machine.travel(NINE, tick=False) as now:
            client = office.client_of(manager)
            for _ in range(47):
                now.shift(timedelta(minutes=10))
                assert is_in(client)
            now.shift(timedelta(minutes=10))
            assert not is_in(client)

    def test_ends_with_the_button(self, manager: office.Person) -> None:
        client = office.client_of(manager)
        key = client.cookies["kumiai-office"].value
        assert client.post("/office/logout")["Location"] == "/office/login"
        client.cookies["kumiai-office"] = key
        assert not is_in(client)

    def test_ends_at_once_where_somebody_is_disabled(self, manager: office.Person) -> None:
        client = office.client_of(manager)
        actions.disable_staff(
            coop_id=manager.coop_id,
            login_id=manager.login_id,
            reason="退職",
            by=cast.OPERATOR,
            at=clock.now(),
        )
        assert not is_in(client)
        given = {"login_id": manager.login_id, "password": office.PASSWORD}
        assert Client().post("/office/login", given).status_code == 422


class TestFirstLogin:
    def test_sets_up_the_app_and_a_password(self) -> None:
        first = office.newcomer(cast.coop_2101())
        client = Client()
        knows_password(client, first.login_id, first.password.upper().replace("-", " "))
        assert client.get("/office/second-factor")["Location"] == "/office/set-up"
        page = client.get("/office/set-up").content.decode()
        login = Login.objects.get(login_id=first.login_id)
        secret = identity.totp_secret(login.pk)
        assert totp.base32(secret) in page.replace(" ", "")
        code = totp.code(secret, totp.step_at(clock.now()))
        given = {"code": code, "password": office.PASSWORD, "again": office.PASSWORD}
        weak = given | {"password": "password", "again": "password"}
        assert client.post("/office/set-up", weak).status_code == 422
        differing = client.post("/office/set-up", given | {"again": "x"})
        assert "2つのパスワードが違います" in differing.content.decode()
        assert client.post("/office/set-up", given)["Location"] == "/office/"
        assert is_in(client)
        again = {"login_id": first.login_id, "password": first.password}
        assert Client().post("/office/login", again).status_code == 422
        (act, *_) = coops.acts(2101, subject=f"staff:{first.staff_id}")
        assert act.verb == "set_up_staff_login"

    def test_has_a_day(self) -> None:
        with time_machine.travel(NINE, tick=False) as now:
            first = office.newcomer(cast.coop_2101())
            now.shift(timedelta(hours=24))
            given = {"login_id": first.login_id, "password": first.password}
            assert Client().post("/office/login", given).status_code == 422

    def test_begins_anew_where_the_second_factor_was_lost(self, manager: office.Person) -> None:
        client = office.client_of(manager)
        first = actions.reset_second_factor(
            coop_id=manager.coop_id,
            login_id=manager.login_id,
            reason="電話を失くした",
            by=cast.OPERATOR,
            at=clock.now(),
        )
        assert not is_in(client)
        assert identity.totp_secret(manager.login_pk) != manager.totp_secret
        knows_password(Client(), manager.login_id, first.password)
