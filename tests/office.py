"""The office of the tests: its people, and browsers in which they are logged in.

`clerk(coop)`, `desk(coop)`, `accounting(coop)`, `manager(coop)` and `operator(coop)` are people
with a second factor; `client_of(person)` is a browser of theirs that has shown it.
"""

import functools
import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.test import Client

from kumiai.backoffice import cookies
from kumiai.coops.rules import Actor
from kumiai.coops.staff import actions as people
from kumiai.coops.staff.rules import Role
from kumiai.identity import digests, hashing, totp
from kumiai.identity.actions import staff as actions
from kumiai.identity.actions import staff_sessions
from kumiai.identity.devices import Browser
from kumiai.identity.models import Login, StaffLogin
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
# A session that still opens pages, and whose proof is no longer fresh.
STALE = timedelta(minutes=11)
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
    """Somebody new in this role, who set the second factor up the day before.

    Written down as the way in leaves it, which has tests of its own: hashing takes its time.
    """
    at = at or clock.now() - timedelta(days=1)
    member_of_staff = people.add(
        coop_id=coop.id, name=NAMES[role], role=role, by=cast.OPERATOR, at=at
    )
    login = Login.objects.create(
        coop_id=coop.id,
        kind="staff",
        login_id=f"{role.value}-{coop.id}-{next(_serial)}",
        password_hash=_password_hash(),
        state="full",
        created_at=at,
    )
    salt = digests.new_salt()
    StaffLogin.objects.create(
        login=login, coop_id=coop.id, staff_id=member_of_staff.id, totp_salt=salt
    )
    return Person(
        member_of_staff.id,
        coop.id,
        NAMES[role],
        role,
        login.login_id,
        login.pk,
        digests.totp_secret(salt),
    )


@functools.cache
def _password_hash() -> str:
    return hashing.hash_password(PASSWORD)


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


def client_of(person: Person, *, since: timedelta = timedelta(0)) -> Client:
    """A browser in which both factors were shown, without waiting for a code.

    `since` is how long ago; after `STALE` dangerous acts ask for the password.
    """
    client = Client()
    login = Login.objects.get(pk=person.login_pk)
    key = staff_sessions.open_proven(login=login, browser=Browser(), at=clock.now() - since)
    client.cookies[cookies._SESSION] = key
    return client
