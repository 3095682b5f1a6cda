"""`kumiai security`: what the operator sees of guessing, and lifting what was switched off."""

from datetime import timedelta

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from kumiai.cli import __main__ as command
from kumiai.identity import actions
from kumiai.identity.actions import CannotLogIn, TicketOpened
from kumiai.kit import clock
from tests import cast, office
from tests.databases import FreshDatabase


def security(*options: str) -> Result:
    return CliRunner().invoke(command.main, ["security", *options], catch_exceptions=False)


@pytest.fixture
def hanako(fresh_database: FreshDatabase) -> cast.Person:
    """Somebody has tried ten birth dates on her number, and one date on many numbers."""
    hanako = cast.hanako(cast.coop_2101())
    for hours in range(30, 10, -2):
        guess(hanako.member_number, hours=hours)
    for serial in range(25):
        guess(f"2101259{serial:05}", hours=0)
    return hanako


def guess(login_id: str, *, hours: int) -> None:
    with pytest.raises(CannotLogIn):
        actions.log_in(
            login_id=login_id,
            password="19990101",
            coop_id=2101,
            network="192.0.2.7",
            at=clock.now() - timedelta(hours=hours),
        )


class TestSecurity:
    def test_shows_alarms_logins_that_are_off_and_networks(self, hanako: cast.Person) -> None:
        said = security("show", "--coop", "2101").output
        assert "21 IDs, 21/21 failed  停止中" in said
        assert f"{hanako.member_number}  10 failures" in said
        assert "192.0.2.*" in said

    def test_shows_wrong_tries_at_logins_of_the_office(self, hanako: cast.Person) -> None:
        desk = office.desk(cast.Coop(2101, {}))
        for _ in range(6):
            Client().post("/office/login", {"login_id": desk.login_id, "password": "guess"})
        said = security("show", "--coop", "2101").output
        tries = "5 passwords, 0 second factors, 0 before acts, 1 held"
        assert f"{desk.login_id}  {tries}" in said

    def test_lifts_a_stop(self, hanako: cast.Person) -> None:
        options = ("--coop", "2101", "--reason", "学生証で確認", hanako.member_number)
        assert "再開しました" in security("lift", *options).output
        assert "(0)" in security("show", "--coop", "2101").output
        opened = actions.log_in(
            login_id=hanako.member_number,
            password=hanako.provisional_password,
            coop_id=2101,
            network="192.0.2.7",
            at=clock.now() + timedelta(hours=2),
        )
        assert isinstance(opened, TicketOpened)

    def test_refuses_who_is_unknown(self, hanako: cast.Person) -> None:
        nobody = security("lift", "--coop", "2101", "--reason", "-", "nobody.t")
        assert (nobody.exit_code, "Nobody of co-op 2101" in nobody.output) == (1, True)
        assert security("show", "--coop", "9999").exit_code == 1
