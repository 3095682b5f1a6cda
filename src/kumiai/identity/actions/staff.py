"""Giving people of the office a way in, and taking it away."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import IntegrityError, transaction

from kumiai.coops import actions as coops
from kumiai.coops import queries as coop_queries
from kumiai.coops.rules import Actor
from kumiai.coops.staff import actions as people
from kumiai.coops.staff.actions import NoSuchStaff
from kumiai.coops.staff.rules import NAME_LENGTH_MAX, Role, is_name
from kumiai.identity import digests, hashing, one_time, queries, rules, staff, throttling
from kumiai.identity.actions import known_devices, staff_sessions, throttles
from kumiai.identity.models import CLOSED, FULL, STAFF, Login, Passkey, StaffLogin
from kumiai.mail import rules as mail_rules


class CannotAddStaff(Exception):
    """The words say which of co-op, name, mail address or login ID cannot be had."""


class StaffProblem(StrEnum):
    """Why somebody of the office does not change another."""

    ONESELF = "oneself"
    LAST_MANAGER = "last_manager"
    NOT_A_MANAGER = "not_a_manager"
    OPERATOR = "operator"


class CannotChangeStaff(Exception):
    """Nothing was changed; the problem says why."""

    def __init__(self, problem: StaffProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """A one-time password, shown this once: good for setting the second factor up, and no more.

    `token` is the end of a link that does the same.
    """

    staff_id: int
    login_id: str
    password: str
    until: datetime
    token: str


@transaction.atomic
def add_staff(
    *,
    coop_id: int,
    name: str,
    role: Role,
    login_id: str,
    by: Actor,
    at: datetime,
    mail: str = "",
) -> FirstPassword:
    """Somebody new of the office, with a one-time password. Raises CannotAddStaff, HashingBusy."""
    if _reaches_beyond(role, by):
        raise CannotAddStaff(f"role {role.value}: only by the command line")
    folded = rules.fold_login_id(login_id)
    problem = rules.problem_with_login_id(folded)
    if problem:
        raise CannotAddStaff(f"login ID {folded}: {problem.value}")
    if queries.is_login_id_taken(folded):
        raise CannotAddStaff(f"login ID {folded}: taken")
    if not is_name(name.strip()):
        raise CannotAddStaff(f"name: 1 to {NAME_LENGTH_MAX} characters")
    if mail and (unwritable := mail_rules.problem_with_address(mail)):
        raise CannotAddStaff(f"mail address: {unwritable.value}")
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
                mail=mail,
                state=FULL,
                created_at=at,
            )
    except IntegrityError as taken:
        raise CannotAddStaff(f"login ID {folded}: taken") from taken
    row = StaffLogin.objects.create(
        login=login,
        coop_id=coop_id,
        staff_id=person.id,
        totp_salt=digests.new_salt(),
        first_until=at + throttling.STAFF_FIRST_LASTS,
    )
    return _first(row, password)


@transaction.atomic
def reset_second_factor(
    *, coop_id: int, login_id: str, reason: str, by: Actor, at: datetime
) -> FirstPassword:
    """Forget the second factor and the password of somebody who lost them.

    Every browser of theirs is sent out; a one-time password lets them begin anew. Nobody resets
    their own. Raises NoSuchStaff, CannotChangeStaff, HashingBusy.
    """
    login = _found(coop_id, login_id)
    _check(coop_id, login.staff_login.staff_id, by, keeps_manager=False)
    first = _begin_anew(login, at)
    Passkey.objects.filter(login=login).delete()
    staff_sessions.end_staff_sessions(login_pk=login.pk)
    known_devices.forget_all(login_pk=login.pk)
    throttles.forget_failures(login=login)
    coops.record_act(
        coop_id=coop_id,
        by=by,
        verb="reset_second_factor",
        subject=f"staff:{login.staff_login.staff_id}",
        at=at,
        reason=reason,
    )
    return first


@transaction.atomic
def print_set_up_sheet(*, coop_id: int, login_id: str, by: Actor, at: datetime) -> FirstPassword:
    """Another one-time password, for paper, in the place of the one before.

    Only while nothing has been set up. Raises NoSuchStaff, HashingBusy.
    """
    login = _found(coop_id, login_id)
    row = StaffLogin.objects.select_for_update().get(pk=login.pk)
    if row.first_until is None:
        raise NoSuchStaff(login_id)
    first = _begin_anew(login, at)
    staff_sessions.end_staff_sessions(login_pk=login.pk)
    coops.record_act(
        coop_id=coop_id, by=by, verb="print_set_up_sheet", subject=f"staff:{row.staff_id}", at=at
    )
    return first


@transaction.atomic
def disable_staff(*, coop_id: int, login_id: str, reason: str, by: Actor, at: datetime) -> None:
    """They are logged out at once and come in no more.

    Nobody of the office stops themselves or the last manager; the operator may. Raises
    NoSuchStaff, CannotChangeStaff.
    """
    login = _found(coop_id, login_id)
    staff_id = login.staff_login.staff_id
    _check(coop_id, staff_id, by, keeps_manager=True)
    people.disable(coop_id=coop_id, staff_id=staff_id, reason=reason, by=by, at=at)
    Login.objects.filter(pk=login.pk).update(state=CLOSED)
    known_devices.forget_all(login_pk=login.pk)
    staff_sessions.end_staff_sessions(login_pk=login.pk)


@transaction.atomic
def change_role(
    *, coop_id: int, login_id: str, role: Role, reason: str, by: Actor, at: datetime
) -> None:
    """Another role, from the next page on. Nobody changes their own, or the last manager's.

    Whether a second person agreed is the caller's. Raises NoSuchStaff, CannotChangeStaff.
    """
    if _reaches_beyond(role, by):
        raise CannotChangeStaff(StaffProblem.OPERATOR)
    staff_id = _found(coop_id, login_id).staff_login.staff_id
    _check(coop_id, staff_id, by, keeps_manager=role is not Role.MANAGER)
    people.change_role(coop_id=coop_id, staff_id=staff_id, role=role, reason=reason, by=by, at=at)


def _reaches_beyond(role: Role, by: Actor) -> bool:
    """Whether a co-op's office gives what is not its own: an operator sees every co-op."""
    return role is Role.OPERATOR and by.kind == "staff"


def _begin_anew(login: Login, at: datetime) -> FirstPassword:
    """Another one-time password; what was given out before opens nothing any more."""
    password = one_time.new_password()
    Login.objects.filter(pk=login.pk).update(
        password_hash=hashing.hash_password(one_time.fold(password))
    )
    row = login.staff_login
    row.totp_salt = digests.new_salt()
    row.totp_step = 0
    row.first_until = at + throttling.STAFF_FIRST_LASTS
    row.save(update_fields=["totp_salt", "totp_step", "first_until"])
    return _first(row, password)


def _first(row: StaffLogin, password: str) -> FirstPassword:
    until, token = row.first_until, staff.set_up_token(row)
    assert until is not None  # noqa: S101 - for the type checker
    return FirstPassword(row.staff_id, row.login.login_id, password, until, token)


def _check(coop_id: int, staff_id: int, by: Actor, *, keeps_manager: bool) -> None:
    """What somebody of the office may not do to whom; the operator is asked nothing.

    The managers are held meanwhile, so that neither who acts nor who remains is gone when it is
    done. Raises CannotChangeStaff.
    """
    if by.kind != "staff":
        return
    managers = people.lock_managers(coop_id=coop_id)
    if by.id == str(staff_id):
        raise CannotChangeStaff(StaffProblem.ONESELF)
    if int(by.id) not in managers:
        raise CannotChangeStaff(StaffProblem.NOT_A_MANAGER)
    if not keeps_manager or staff_id not in managers:
        return
    others = staff.set_up_logins(coop_id=coop_id, staff_ids=managers - {staff_id})
    if not others:
        raise CannotChangeStaff(StaffProblem.LAST_MANAGER)


def _found(coop_id: int, login_id: str) -> Login:
    login = staff.login_named(coop_id=coop_id, login_id=rules.fold_login_id(login_id))
    if login is None or login.state != FULL:
        raise NoSuchStaff(login_id)
    return login
