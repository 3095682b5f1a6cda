"""Giving people of the office a way in, and taking it away."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from kumiai.coops import actions as coops
from kumiai.coops import queries as coop_queries
from kumiai.coops.rules import Actor
from kumiai.coops.staff import actions as people
from kumiai.coops.staff.actions import NoSuchStaff
from kumiai.coops.staff.rules import Role
from kumiai.identity import digests, hashing, one_time, queries, rules, staff, throttling
from kumiai.identity.actions import known_devices, staff_sessions, throttles
from kumiai.identity.models import CLOSED, FULL, STAFF, Login, Passkey, StaffLogin

NAME_LENGTH_MAX = 60


class CannotAddStaff(Exception):
    """The words say which of co-op, name or login ID cannot be had."""


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """A one-time password, shown this once: good for setting the second factor up, and no more."""

    staff_id: int
    login_id: str
    password: str
    until: datetime


@transaction.atomic
def add_staff(
    *, coop_id: int, name: str, role: Role, login_id: str, by: Actor, at: datetime
) -> FirstPassword:
    """Somebody new of the office, with a one-time password. Raises CannotAddStaff, HashingBusy."""
    folded = rules.fold_login_id(login_id)
    problem = rules.problem_with_login_id(folded)
    if problem:
        raise CannotAddStaff(f"login ID {folded}: {problem.value}")
    if queries.is_login_id_taken(folded):
        raise CannotAddStaff(f"login ID {folded}: taken")
    if not _is_name(name.strip()):
        raise CannotAddStaff(f"name: 1 to {NAME_LENGTH_MAX} characters")
    try:
        coop_queries.coop(coop_id)
    except coop_queries.NoSuchCoop as nobody:
        raise CannotAddStaff(f"no co-op {coop_id}") from nobody
    person = people.add(coop_id=coop_id, name=name.strip(), role=role, by=by, at=at)
    password = one_time.new_password()
    try:
        with transaction.atomic():
            login = Login.objects.create(
                coop_id=coop_id,
                kind=STAFF,
                login_id=folded,
                password_hash=hashing.hash_password(one_time.fold(password)),
                state=FULL,
                created_at=at,
            )
    except IntegrityError as taken:
        raise CannotAddStaff(f"login ID {folded}: taken") from taken
    until = at + throttling.STAFF_FIRST_LASTS
    StaffLogin.objects.create(
        login=login,
        coop_id=coop_id,
        staff_id=person.id,
        totp_salt=digests.new_salt(),
        first_until=until,
    )
    return FirstPassword(person.id, folded, password, until)


@transaction.atomic
def reset_second_factor(
    *, coop_id: int, login_id: str, reason: str, by: Actor, at: datetime
) -> FirstPassword:
    """Forget the second factor and the password of somebody who lost them.

    Every browser of theirs is sent out; a one-time password lets them begin anew. Raises
    NoSuchStaff, HashingBusy.
    """
    login = _found(coop_id, login_id)
    password = one_time.new_password()
    until = at + throttling.STAFF_FIRST_LASTS
    Login.objects.filter(pk=login.pk).update(
        password_hash=hashing.hash_password(one_time.fold(password))
    )
    StaffLogin.objects.filter(pk=login.pk).update(
        totp_salt=digests.new_salt(), totp_step=0, first_until=until
    )
    Passkey.objects.filter(login=login).delete()
    staff_sessions.end_staff_sessions(login_pk=login.pk)
    known_devices.forget_all(login_pk=login.pk)
    for key in (
        digests.of_second_factor(login.pk),
        digests.of_step_up(login.pk),
        digests.of_login_id(login.login_id),
    ):
        throttles.clear(key=key)
    coops.record_act(
        coop_id=coop_id,
        by=by,
        verb="reset_second_factor",
        subject=f"staff:{login.staff_login.staff_id}",
        at=at,
        reason=reason,
    )
    return FirstPassword(login.staff_login.staff_id, login.login_id, password, until)


@transaction.atomic
def disable_staff(*, coop_id: int, login_id: str, reason: str, by: Actor, at: datetime) -> None:
    """They are logged out at once and come in no more. Raises NoSuchStaff."""
    login = _found(coop_id, login_id)
    staff_id = login.staff_login.staff_id
    people.disable(coop_id=coop_id, staff_id=staff_id, reason=reason, by=by, at=at)
    Login.objects.filter(pk=login.pk).update(state=CLOSED)
    known_devices.forget_all(login_pk=login.pk)
    staff_sessions.end_staff_sessions(login_pk=login.pk)


def _is_name(name: str) -> bool:
    """One line without signs that cannot be seen; an ideographic space is seen."""
    is_seen = all(unicodedata.category(sign)[0] != "C" for sign in name)
    return is_seen and 0 < len(name) <= NAME_LENGTH_MAX


def _found(coop_id: int, login_id: str) -> Login:
    login = staff.login_named(coop_id=coop_id, login_id=rules.fold_login_id(login_id))
    if login is None or login.state != FULL:
        raise NoSuchStaff(login_id)
    return login
