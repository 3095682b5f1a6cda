"""How the office comes in: a password first, then a second factor, always both."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kumiai.coops import actions as coops
from kumiai.coops.rules import Actor
from kumiai.identity import digests, hashing, one_time, queries, rules, staff, totp
from kumiai.identity.actions import known_devices, staff_sessions, throttles
from kumiai.identity.actions.throttles import CannotLogIn, Refusal
from kumiai.identity.actions.tries import Try
from kumiai.identity.devices import Browser
from kumiai.identity.models import FULL, STAFF, Login, StaffLogin, StaffSession
from kumiai.identity.rules import PasswordProblem
from kumiai.kit import japanese

_LOGIN_ID_READ_MAX = 100


class HalfwayIsOver(Exception):
    """This browser is not, or no longer, between the two factors."""


class CannotChoosePassword(Exception):
    """The problem says why the chosen password cannot be had."""

    def __init__(self, problem: PasswordProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class StaffLetIn:
    """Both factors were shown: the key of the open session, and the token of a known device."""

    session_key: str
    device_token: str


def log_in_staff(
    *,
    login_id: str,
    password: str,
    coop_id: int,
    browser: Browser,
    at: datetime,
    replacing: str | None = None,
) -> str:
    """The key of a browser that may show its second factor now.

    `coop_id` is the co-op whose page was used; `replacing` the session this browser had. Raises
    CannotLogIn, and HashingBusy before anything is looked at.
    """
    hashing.refuse_when_busy()
    folded = rules.fold_login_id(login_id[:_LOGIN_ID_READ_MAX])
    login = _login(folded, at)
    tried = Try(
        coop_id=login.coop_id if login else coop_id,
        key=digests.of_login_id(folded),
        budget=known_devices.budget(login_id=folded, browser=browser),
        login_pk=login.pk if login else None,
        browser=browser,
        at=at,
    )
    tried.count()
    try:
        is_right = hashing.is_password(
            login.password_hash if login else None, _as_meant(login, password)
        )
    except hashing.HashingBusy:
        tried.take_back()
        raise
    if login is None or not is_right:
        tried.note(Refusal.WRONG)
        raise CannotLogIn(Refusal.WRONG)
    tried.note("let_in")
    with transaction.atomic():
        tried.clear()
        if replacing:
            staff_sessions.end_staff_session(session_key=replacing)
        return staff_sessions.open_halfway(login=login, browser=browser, at=at)


def prove_staff_by_code(
    *, session_key: str, code: str, browser: Browser, at: datetime
) -> StaffLetIn:
    """The second factor: an open session, with a key that is a new one.

    Raises CannotLogIn, HalfwayIsOver.
    """
    login_pk = _halfway(session_key, at)
    tried = _try_of_code(login_pk, browser, at)
    tried.count()
    with _noted(tried), transaction.atomic():
        row = _locked(login_pk)
        if row.first_until is not None:
            raise HalfwayIsOver
        _use_code(row, code, at)
        return let_staff_in(login_pk=login_pk, session_key=session_key, browser=browser, at=at)


def set_up_staff_login(
    *, session_key: str, code: str, password: str, browser: Browser, at: datetime
) -> StaffLetIn:
    """The first time: a code from the app that was just set up, and a password of one's own.

    Raises CannotChoosePassword, CannotLogIn, HalfwayIsOver, and
    HashingBusy.
    """
    login_pk = _halfway(session_key, at)
    login = Login.objects.get(pk=login_pk)
    problem = queries.problem_with_staff_password(password=password, login_id=login.login_id)
    if problem:
        raise CannotChoosePassword(problem)
    password_hash = hashing.hash_password(password)
    tried = _try_of_code(login_pk, browser, at)
    tried.count()
    with _noted(tried), transaction.atomic():
        row = _locked(login_pk)
        if row.first_until is None or row.first_until <= at:
            raise HalfwayIsOver
        _use_code(row, code, at)
        row.first_until = None
        row.save(update_fields=["first_until"])
        Login.objects.filter(pk=login_pk).update(password_hash=password_hash)
        let_in = let_staff_in(login_pk=login_pk, session_key=session_key, browser=browser, at=at)
        coops.record_act(
            coop_id=row.coop_id,
            by=Actor("staff", str(row.staff_id)),
            verb="set_up_staff_login",
            subject=f"staff:{row.staff_id}",
            at=at,
        )
        return let_in


def open_set_up(*, token: str, browser: Browser, at: datetime, replacing: str | None = None) -> str:
    """By the link of a mail or a sheet: the key of a browser that may set the login up now.

    Raises HalfwayIsOver where the link is over.
    """
    login = staff.login_to_set_up(token=token, at=at)
    if login is None:
        raise HalfwayIsOver
    with transaction.atomic():
        if replacing:
            staff_sessions.end_staff_session(session_key=replacing)
        return staff_sessions.open_halfway(login=login, browser=browser, at=at)


def let_staff_in(*, login_pk: int, session_key: str, browser: Browser, at: datetime) -> StaffLetIn:
    """After a right second factor: the half-open session becomes an open one under another key.

    Raises HalfwayIsOver where somebody else was faster.
    """
    throttles.clear(key=known_devices.second_factor_budget(login_pk=login_pk, browser=browser))
    half = StaffSession.objects.filter(key_digest=digests.of_token(session_key), proven_at=None)
    if not half.delete()[0]:
        raise HalfwayIsOver
    login = Login.objects.select_related("staff_login").get(pk=login_pk)
    coops.record_act(
        coop_id=login.coop_id,
        by=Actor("staff", str(login.staff_login.staff_id)),
        verb="log_in",
        subject=f"staff:{login.staff_login.staff_id}",
        at=at,
        details={"network": browser.network},
    )
    return StaffLetIn(
        session_key=staff_sessions.open_proven(login=login, browser=browser, at=at),
        device_token=known_devices.remember(login=login, browser=browser, at=at),
    )


def halfway_login(*, session_key: str, at: datetime) -> int:
    """The login of a browser between the two factors. Raises HalfwayIsOver."""
    return _halfway(session_key, at)


def _login(login_id: str, at: datetime) -> Login | None:
    """A staff login that works, or whose one-time password still does."""
    login = (
        Login.objects.filter(login_id=login_id, kind=STAFF, state=FULL)
        .filter(staff_login__staff__disabled_at=None)
        .select_related("staff_login")
        .first()
    )
    if login is None:
        return None
    first_until = login.staff_login.first_until
    return login if first_until is None or first_until > at else None


def _as_meant(login: Login | None, typed: str) -> str:
    """A one-time password is forgiving about how it is typed, one's own is not."""
    is_first = login is not None and login.staff_login.first_until is not None
    return one_time.fold(typed) if is_first else typed


def _halfway(session_key: str, at: datetime) -> int:
    found = StaffSession.objects.filter(
        key_digest=digests.of_token(session_key), expires_at__gt=at, proven_at=None
    ).first()
    if found is None:
        raise HalfwayIsOver
    return found.login_id


def _try_of_code(login_pk: int, browser: Browser, at: datetime) -> Try:
    """Six digits are few: their tries are counted as well, a known device's apart."""
    return Try(
        coop_id=Login.objects.values_list("coop_id", flat=True).get(pk=login_pk),
        key=digests.of_second_factor(login_pk),
        budget=known_devices.second_factor_budget(login_pk=login_pk, browser=browser),
        login_pk=login_pk,
        browser=browser,
        at=at,
    )


@contextmanager
def _noted(tried: Try) -> Iterator[None]:
    """Write a wrong code down after its transaction is undone."""
    try:
        yield
    except CannotLogIn as refused:
        tried.note(refused.refusal)
        raise


def _locked(login_pk: int) -> StaffLogin:
    return StaffLogin.objects.select_for_update().get(pk=login_pk)


def _use_code(row: StaffLogin, typed: str, at: datetime) -> None:
    """Raises CannotLogIn for a wrong code, and for one that was used before."""
    step = totp.matching_step(
        digests.totp_secret(bytes(row.totp_salt)),
        japanese.fold_digits(typed),
        at=at,
        after=row.totp_step,
    )
    if step is None:
        raise CannotLogIn(Refusal.WRONG)
    row.totp_step = step
    row.save(update_fields=["totp_step"])
