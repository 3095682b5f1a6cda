"""The demo's people of the office: one for each role, and demo.json opens the door."""

import base64
from datetime import timedelta

import pytest
from django.test import Client

from kumiai.cli.demo import office
from kumiai.coops.staff.rules import Role
from kumiai.identity import totp
from kumiai.kit import clock
from tests import cast


@pytest.mark.django_db
class TestPeople:
    def test_come_in_with_what_is_written_down(self) -> None:
        coop = cast.coop_2101()
        at = clock.now() - timedelta(minutes=5)
        people = office.people(coop.id, at)
        assert {person.role for person in people} == {role.value for role in Role}
        for person in people:
            client = Client()
            given = {"login_id": person.login_id, "password": person.password}
            assert client.post("/office/login", given).status_code == 302
            secret = base64.b32decode(person.totp_secret)
            code = totp.code(secret, totp.step_at(clock.now()))
            response = client.post("/office/second-factor", {"code": code})
            assert response["Location"] == "/office/", person.login_id

    def test_are_the_same_when_they_are_added_again(self) -> None:
        coop = cast.coop_2101()
        at = clock.now() - timedelta(minutes=5)
        assert office.people(coop.id, at) == office.people(coop.id, at)
