"""The office of the tests: its people, and browsers in which they are logged in.

`clerk(coop)`, `desk(coop)`, `accounting(coop)`, `manager(coop)` and `operator(coop)` are people
with a second factor; `client_of(person)` is a browser of theirs that has shown it.
"""

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.test import Client

from kumiai.backoffice import cookies
from kumiai.coops.rules import Actor
from kumiai.coops.staff.rules import Role
from kumiai.identity import staff as identity
from kumiai.identity import totp
from kumiai.identity.actions import staff as actions
from kumiai.identity.actions import staff_login, staff_sessions
from kumiai.identity.devices import Browser
from kumiai.identity.models import Login
from kumiai.kit import clock
from tests import cast

PASSWORD = "鍵は机の引き出し7番"
NAMES = {
    Role.CLERK: "鰺ヶ沢　みなと",
    Role.DESK: "弘前　まどか",
    Role.ACCOUNTING: "黒石　勘太",
    Role.MANAGER: "五所川原　誠",
    Role.OPERATOR: "大鰐　操",
}
_serial = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a co-op's office."""

    id: int
    coop_id: int
    name: str
    role: Role
    login_id: str
    login_pk: int
    totp_secret: bytes

    @property
    def actor(self) -> Actor:
        return Actor("staff", str(self.id))

    def code(self, at: datetime | None = None) -> str:
        """What the app shows."""
        return totp.code(self.totp_secret, totp.step_at(at or clock.now()))


def clerk(coop: cast.Coop) -> Person:
    return person(coop, Role.CLERK)


def desk(coop: cast.Coop) -> Person:
    return person(coop, Role.DESK)


def accounting(coop: cast.Coop) -> Person:
    return person(coop, Role.ACCOUNTING)


def manager(coop: cast.Coop) -> Person:
    return person(coop, Role.MANAGER)


def operator(coop: cast.Coop) -> Person:
    return person(coop, Role.OPERATOR)


def person(coop: cast.Coop, role: Role, *, at: datetime | None = None) -> Person:
    """Somebody new in this role, who set the second factor up the day before."""
    at = at or clock.now() - timedelta(days=1)
    first = newcomer(coop, role, at=at)
    key = staff_login.log_in_staff(
        login_id=first.login_id,
        password=first.password,
        coop_id=coop.id,
        browser=Browser(),
        at=at,
    )
    login = Login.objects.select_related("staff_login").get(login_id=first.login_id)
    secret = identity.totp_secret(login.pk)
    key = staff_login.set_up_staff_login(
        session_key=key,
        code=totp.code(secret, totp.step_at(at)),
        password=PASSWORD,
        browser=Browser(),
        at=at,
    )
    staff_sessions.end_staff_session(session_key=key)
    return Person(first.staff_id, coop.id, NAMES[role], role, first.login_id, login.pk, secret)


def newcomer(
    coop: cast.Coop, role: Role = Role.DESK, *, at: datetime | None = None
) -> actions.FirstPassword:
    """Somebody with nothing but a one-time password."""
    return actions.add_staff(
        coop_id=coop.id,
        name=NAMES[role],
        role=role,
        login_id=f"{role.value}-{coop.id}-{next(_serial)}",
        by=cast.OPERATOR,
        at=at or clock.now(),
    )


def client_of(person: Person) -> Client:
    """A browser in which both factors were shown, without waiting for a code."""
    client = Client()
    login = Login.objects.get(pk=person.login_pk)
    key = staff_sessions.open_proven(login=login, browser=Browser(), at=clock.now())
    client.cookies[cookies._SESSION] = key
    return client
