"""Guessing at logins of the office: strangers are slowed down, the person at a known device not."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from kumiai.coops.staff.rules import Role
from kumiai.identity.actions import staff as actions
from kumiai.identity.models import KnownDevice
from kumiai.kit import clock
from tests import cast, office

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 11, 24, 9, 0, tzinfo=clock.TOKYO)
DEVICE = "kumiai-device"


@pytest.fixture
def coop() -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def manager(coop: cast.Coop) -> office.Person:
    return office.person(coop, Role.MANAGER, at=NINE - timedelta(days=1))


def password(client: Client, person: office.Person, typed: str = office.PASSWORD) -> int:
    given = {"login_id": person.login_id, "password": typed}
    return client.post("/office/login", given).status_code


def code(client: Client, typed: str) -> int:
    return client.post("/office/second-factor", {"code": typed}).status_code


def known_client(person: office.Person, at: datetime) -> Client:
    """A browser that was let in before, and is logged out."""
    client = Client()
    assert password(client, person) == 302
    assert code(client, person.code(at)) == 302
    client.post("/office/logout")
    return client


def wrong(person: office.Person, at: datetime) -> str:
    return f"{(int(person.code(at)) + 1) % 10**6:06}"


class TestPasswords:
    def test_of_strangers_do_not_lock_the_person_out(self, manager: office.Person) -> None:
        with time_machine.travel(NINE, tick=False) as now:
            mine = known_client(manager, NINE)
            for _ in range(5):
                assert password(Client(), manager, "guess") == 422
            for _ in range(20):
                assert password(Client(), manager, office.PASSWORD) == 429
            now.shift(timedelta(seconds=31))
            assert password(mine, manager) == 302
            assert code(mine, manager.code(clock.now())) == 302
            # Getting in does not give the strangers their tries back.
            assert password(Client(), manager, office.PASSWORD) == 429

    def test_of_a_known_device_are_counted_too(self, manager: office.Person) -> None:
        with time_machine.travel(NINE, tick=False):
            mine = known_client(manager, NINE)
            for _ in range(5):
                assert password(mine, manager, "guess") == 422
            assert password(mine, manager) == 429
            assert password(Client(), manager) == 302

    def test_are_not_freed_by_a_token_nobody_was_given(
        self, coop: cast.Coop, manager: office.Person
    ) -> None:
        """Neither a planted one, nor one a colleague's browser has."""
        with time_machine.travel(NINE, tick=False):
            colleague = office.person(coop, Role.DESK, at=NINE - timedelta(days=1))
            theirs = known_client(colleague, NINE)
            for _ in range(5):
                password(Client(), manager, "guess")
            planted = Client()
            planted.cookies[DEVICE] = "planted"
            for client in (planted, theirs):
                assert password(client, manager) == 429
            assert password(theirs, colleague) == 302


class TestCodes:
    def test_of_who_knows_the_password_do_not_lock_the_person_out(
        self, manager: office.Person
    ) -> None:
        with time_machine.travel(NINE, tick=False) as now:
            mine = known_client(manager, NINE)
            now.shift(timedelta(seconds=31))
            stranger, guess = Client(), wrong(manager, clock.now())
            assert password(stranger, manager) == 302
            for _ in range(5):
                assert code(stranger, guess) == 422
            assert code(stranger, manager.code(clock.now())) == 429
            assert password(mine, manager) == 302
            assert code(mine, manager.code(clock.now())) == 302
            # The code the person has used is of no use to the other browser, waiting or not.
            now.shift(timedelta(seconds=20))
            assert code(stranger, manager.code(clock.now())) == 429


class TestSecurityPage:
    def test_shows_passwords_and_codes_apart_and_only_the_own_co_op(
        self, coop: cast.Coop, manager: office.Person
    ) -> None:
        with time_machine.travel(NINE, tick=False):
            for _ in range(7):
                password(Client(), manager, "guess")
            mine = office.client_of(manager)
            stranger = office.client_of(office.manager(cast.other_coop()))
            desk = office.person(coop, Role.DESK, at=NINE - timedelta(days=1))
            halfway = Client()
            password(halfway, desk)
            code(halfway, wrong(desk, NINE))
            page = mine.get("/office/security").content.decode()
            elsewhere = stranger.get("/office/security").content.decode()
        words = "パスワード 5回・2つ目の確認 0回・操作前の確認 0回・待機中で受け付けず 2回"
        assert manager.login_id in page
        assert words in page
        assert "パスワード 0回・2つ目の確認 1回" in page
        assert manager.login_id not in elsewhere
        assert desk.login_id not in elsewhere


class TestResetSecondFactor:
    def test_forgets_devices_and_counts(self, manager: office.Person) -> None:
        """Whoever has the old browser is a stranger, and the person is not held up."""
        with time_machine.travel(NINE, tick=False):
            old = known_client(manager, NINE)
            for _ in range(5):
                password(Client(), manager, "guess")
            first = actions.reset_second_factor(
                coop_id=manager.coop_id,
                login_id=manager.login_id,
                reason="端末の紛失",
                by=cast.OPERATOR,
                at=NINE,
            )
            assert not KnownDevice.objects.filter(login_id=manager.login_pk).exists()
            assert password(old, manager) == 422
            assert password(Client(), manager, first.password) == 302
