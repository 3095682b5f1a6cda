"""Logging in: with one's own ID and password, or provisionally to the registration form."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kumiai.coops import queries as coops
from kumiai.identity import digests, hashing, queries, rules, taps, throttling, turns
from kumiai.identity.actions import known_devices, recovery, sessions, throttles
from kumiai.identity.actions.throttles import CannotLogIn, Refusal
from kumiai.identity.actions.tries import Try
from kumiai.identity.devices import Browser
from kumiai.identity.models import FULL, GUARDIAN, PROVISIONAL, Login, RegistrationTicket
from kumiai.identity.rules import Scheme
from kumiai.kit import clock

_NOBODYS_SALT = bytes(digests.SALT_BYTES)
_LOGIN_ID_READ_MAX = 100


@dataclass(frozen=True, slots=True)
class LetIn:
    """Logged in: the key of the new session, the language of the login, and the browser's token.

    The token makes this a known device of the login.
    """

    session_key: str
    language: str
    device_token: str = ""


@dataclass(frozen=True, slots=True)
class TicketOpened:
    """Fifteen minutes with the registration form; the token is the only way to it."""

    token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class NewPasswordAsked:
    """A one-time password was typed; the token opens the page where a new one is chosen."""

    token: str


def log_in(
    *,
    login_id: str,
    password: str,
    coop_id: int,
    network: str,
    at: datetime,
    replacing: str | None = None,
    user_agent: str = "",
    device_token: str = "",
    turn: str = "",
) -> LetIn | TicketOpened | NewPasswordAsked:
    """Let somebody in, or open the registration form to a provisional login.

    A one-time password opens nothing but the choice of a new one.

    `coop_id` is the co-op whose page was used, for tries that name no co-op of their own;
    `replacing` is the session this browser had, which ends; `device_token` is what it was given
    when it was let in before, and gives it a budget of tries of its own; `turn` the note it got
    when it was told to wait. Several short transactions, so that a refused try is counted. Raises
    CannotLogIn, and HashingBusy before anything is looked at.
    """
    door = _door(login_id, coop_id, Browser(network, user_agent, device_token), at)
    if door.is_provisional:
        return _open_form(door, password)
    token = recovery.open_with_one_time_password(login_id=door.login_id, typed=password, at=at)
    if token:
        return NewPasswordAsked(token)
    return _open_pages(door, password, replacing, has_waited=_has_waited(turn, at))


def prove_guardian(
    *, login_id: str, password: str, by: Login, browser: Browser, at: datetime
) -> Login | TicketOpened:
    """Prove that one knows another guardian's login of the same co-op; it opens no session.

    What does not count is refused, and counted, like a wrong password. Raises what `log_in` does.
    """
    door = _door(login_id, by.coop_id, browser, at, proves_for=by)
    if door.is_provisional:
        return _open_form(door, password)
    hashing.refuse_when_busy()
    proven = _checked(door, password, has_waited=False)
    door.clear()
    return proven


@dataclass(frozen=True, slots=True, kw_only=True)
class _Door(Try):
    """A try of a login ID; `proves_for` is the guardian's login for which another's is proven."""

    login_id: str
    proves_for: Login | None = None

    def takes(self, login: Login) -> bool:
        """Any login, or where a guardian proves another's, only such a one of the same co-op."""
        by = self.proves_for
        if by is None:
            return True
        return login.kind == GUARDIAN and login.coop_id == by.coop_id and login.pk != by.pk


def _door(
    login_id: str, coop_id: int, browser: Browser, at: datetime, *, proves_for: Login | None = None
) -> _Door:
    folded = rules.fold_login_id(login_id[:_LOGIN_ID_READ_MAX])
    return _Door(
        login_id=folded,
        key=digests.of_login_id(folded),
        budget=known_devices.budget(login_id=folded, browser=browser),
        is_provisional=rules.is_provisional(folded),
        coop_id=_coop_named(folded) or coop_id,
        browser=browser,
        at=at,
        proves_for=proves_for,
    )


def _has_waited(turn: str, at: datetime) -> bool:
    """Whether this browser's turn has come: a place is kept for it, also where others are free.

    Raises HashingBusy before anything is looked at.
    """
    if turns.spend(turn, at=at):
        return True
    hashing.refuse_when_busy()
    return False


def _open_pages(door: _Door, password: str, replacing: str | None, *, has_waited: bool) -> LetIn:
    login = _checked(door, password, has_waited=has_waited)
    with transaction.atomic():
        door.clear()
        door.note("let_in", login)
        if replacing:
            sessions.end_session(session_key=replacing)
        return LetIn(
            session_key=sessions.open_session(login=login, at=door.at, browser=door.browser),
            language=login.language,
            device_token=known_devices.remember(login=login, browser=door.browser, at=door.at),
        )


def _checked(door: _Door, password: str, *, has_waited: bool) -> Login:
    """The full login whose password it is. Raises CannotLogIn and HashingBusy."""
    door.count()
    members = Login.objects.filter(login_id=door.login_id, member__isnull=False)
    login = members.filter(state=FULL).first()
    try:
        is_right = hashing.is_password(
            login.password_hash if login else None, password, has_waited=has_waited
        )
    except hashing.HashingBusy:
        door.take_back()
        raise
    if login is None or not is_right or not door.takes(login):
        door.note(Refusal.WRONG, login)
        raise CannotLogIn(Refusal.WRONG)
    return login


def _open_form(door: _Door, password: str) -> TicketOpened:
    scheme = queries.scheme_on(door.coop_id, clock.tokyo_date(door.at))
    _ask_for_card(door, scheme)
    door.count()
    login = (
        Login.objects.filter(login_id=door.login_id, state=PROVISIONAL)
        .select_related("provisional")
        .first()
    )
    if login is None or not _is_secret(login, password, scheme) or not door.takes(login):
        with transaction.atomic():
            door.note(Refusal.WRONG, login)
            throttles.note_provisional_failure(login_pk=login.pk if login else None, at=door.at)
            throttles.sound_spray_alarm(coop_id=door.coop_id, at=door.at)
        raise CannotLogIn(Refusal.WRONG)
    if login.provisional.switched_off_at:
        door.note(Refusal.OFF, login)
        raise CannotLogIn(Refusal.OFF)
    with transaction.atomic():
        door.take_back()
        door.note("let_in", login)
        return _open_ticket(login, door.at)


def _ask_for_card(door: _Door, scheme: Scheme) -> None:
    """The card at a till first, where the co-op's scheme has it so, or while a spray is feared.

    A letter's code cannot be guessed: who was sent one need not show the card. Raises CannotLogIn.
    """
    if scheme.kind == "code":
        return
    paused_until = queries.spray_pause(coop_id=door.coop_id, at=door.at)
    if not paused_until and scheme.kind != "card":
        return
    if not taps.was_tapped(login_id=door.login_id, at=door.at):
        refusal = Refusal.TAP if scheme.kind == "card" else Refusal.SPRAY
        door.note(refusal)
        raise CannotLogIn(refusal, paused_until)


def _is_secret(login: Login | None, password: str, scheme: Scheme) -> bool:
    """Whether a provisional password is right; unknown logins cost the same work.

    A secret of another scheme than today's opens nothing any more.
    """
    provisional = login.provisional if login and hasattr(login, "provisional") else None
    salt = bytes(provisional.salt) if provisional else _NOBODYS_SALT
    has_codes = scheme.kind == "code"
    typed = rules.fold_code(password) if has_codes else rules.fold_secret(password)
    digest = digests.of_secret(typed, salt=salt)
    known = provisional.digests if provisional and provisional.is_code == has_codes else []
    return any(digests.same(digest, bytes(right)) for right in known)


def _open_ticket(login: Login, at: datetime) -> TicketOpened:
    token = digests.new_token()
    expires_at = at + throttling.TICKET_LASTS
    RegistrationTicket.objects.create(
        coop_id=login.coop_id,
        login=login,
        token_digest=digests.of_token(token),
        created_at=at,
        expires_at=expires_at,
    )
    return TicketOpened(token, expires_at)


def _coop_named(login_id: str) -> int | None:
    """The co-op a provisional ID begins with, if there is one."""
    if not rules.is_provisional(login_id):
        return None
    try:
        return coops.coop(int(login_id[:4])).id
    except coops.NoSuchCoop:
        return None
