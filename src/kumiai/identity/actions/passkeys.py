"""Adding passkeys, naming and removing them, and logging in with one."""

from collections.abc import Collection
from datetime import datetime

import webauthn
from django.db import IntegrityError, transaction
from webauthn.helpers import exceptions, parse_authentication_credential_json

from kumiai.identity import digests, passkeys
from kumiai.identity.actions import (
    change_log,
    known_devices,
    sessions,
    staff_login,
    telling,
    throttles,
)
from kumiai.identity.actions.login import LetIn
from kumiai.identity.actions.staff_login import StaffLetIn
from kumiai.identity.devices import Browser
from kumiai.identity.models import (
    FULL,
    GUARDIAN,
    MEMBER,
    STAFF,
    Login,
    Passkey,
    UsedChallenge,
)
from kumiai.identity.passkeys import Site

_ANSWER_LENGTH_MAX = 20_000
_NOT_UNDERSTOOD = (exceptions.WebAuthnException, ValueError, TypeError, KeyError, AttributeError)


class CannotUsePasskey(Exception):
    """The answer of the browser is not one to our question, came too late, or was used before."""


class TooManyPasskeys(Exception):
    """The login has ten already."""


class NoSuchPasskey(Exception):
    """It is gone, or somebody else's."""


@transaction.atomic
def add_passkey(
    *,
    login_pk: int,
    token: str,
    answer: str,
    name: str,
    site: Site,
    browser: Browser,
    at: datetime,
) -> None:
    """Take the public half of a new key in and tell the owner by mail.

    Whoever calls has asked for the password. Raises CannotUsePasskey and TooManyPasskeys.
    """
    login = Login.objects.select_for_update().get(pk=login_pk, state=FULL)
    if Passkey.objects.filter(login=login).count() >= passkeys.PASSKEYS_MAX:
        raise TooManyPasskeys
    challenge = _challenge(token, login_pk, at)
    try:
        made = webauthn.verify_registration_response(
            credential=answer[:_ANSWER_LENGTH_MAX],
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except _NOT_UNDERSTOOD as problem:
        raise CannotUsePasskey from problem
    try:
        with transaction.atomic():
            Passkey.objects.create(
                coop_id=login.coop_id,
                login=login,
                credential_id=made.credential_id,
                public_key=made.credential_public_key,
                sign_count=made.sign_count,
                name=name,
                created_at=at,
            )
    except IntegrityError as known:
        raise CannotUsePasskey from known
    _note(login, browser, at, name=name, is_added=True)


@transaction.atomic
def rename_passkey(*, login_pk: int, passkey_id: int, name: str) -> None:
    """Raises NoSuchPasskey."""
    if not Passkey.objects.filter(pk=passkey_id, login_id=login_pk).update(name=name):
        raise NoSuchPasskey


@transaction.atomic
def remove_passkey(*, login_pk: int, passkey_id: int, browser: Browser, at: datetime) -> None:
    """It opens nothing any more; the owner is told by mail. Raises NoSuchPasskey."""
    found = Passkey.objects.filter(pk=passkey_id, login_id=login_pk).select_related("login").first()
    if found is None:
        raise NoSuchPasskey
    name, login = found.name, found.login
    found.delete()
    _note(login, browser, at, name=name, is_added=False)


@transaction.atomic
def log_in_with_passkey(
    *, token: str, answer: str, site: Site, browser: Browser, at: datetime, replacing: str | None
) -> LetIn:
    """Let the owner of a passkey in; `replacing` is the session this browser had.

    Nothing can be guessed here, so nothing is throttled. Raises CannotUsePasskey.
    """
    challenge = _challenge(token, None, at)
    login = _shown(answer, challenge, site, at, kinds=(MEMBER, GUARDIAN))
    throttles.note_attempt(
        coop_id=login.coop_id,
        key=digests.of_login_id(login.login_id),
        is_provisional=False,
        outcome="let_in",
        browser=browser,
        at=at,
        login_pk=login.pk,
    )
    if replacing:
        sessions.end_session(session_key=replacing)
    return LetIn(
        session_key=sessions.open_session(login=login, at=at, browser=browser),
        language=login.language,
        device_token=known_devices.remember(login=login, browser=browser, at=at),
    )


def prove_staff_by_passkey(
    *, session_key: str, token: str, answer: str, site: Site, browser: Browser, at: datetime
) -> StaffLetIn:
    """The second factor of the office: an open session, with a key that is a new one.

    Raises CannotUsePasskey, and HalfwayIsOver of the staff's login.
    """
    login_pk = staff_login.halfway_login(session_key=session_key, at=at)
    with transaction.atomic():
        challenge = _challenge(token, login_pk, at)
        login = _shown(answer, challenge, site, at, kinds=(STAFF,))
        if login.pk != login_pk:
            raise CannotUsePasskey
        return staff_login.let_staff_in(
            login_pk=login_pk, session_key=session_key, browser=browser, at=at
        )


def _shown(
    answer: str, challenge: bytes, site: Site, at: datetime, *, kinds: Collection[str]
) -> Login:
    """Whose passkey has signed; none of another kind of login counts."""
    passkey, sign_count = _verified(answer[:_ANSWER_LENGTH_MAX], challenge, site)
    if passkey.login.kind not in kinds:
        raise CannotUsePasskey
    Passkey.objects.filter(pk=passkey.pk).update(sign_count=sign_count, used_at=at)
    return passkey.login


def _verified(answer: str, challenge: bytes, site: Site) -> tuple[Passkey, int]:
    """The passkey that signed, and how often it says it has."""
    try:
        said = parse_authentication_credential_json(answer)
        passkey = (
            Passkey.objects.select_for_update(of=("self",))
            .filter(credential_id=said.raw_id, login__state=FULL)
            .select_related("login")
            .first()
        )
        if passkey is None:
            raise CannotUsePasskey
        signed = webauthn.verify_authentication_response(
            credential=said,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except _NOT_UNDERSTOOD as problem:
        raise CannotUsePasskey from problem
    return passkey, signed.new_sign_count


def _challenge(token: str, login_pk: int | None, at: datetime) -> bytes:
    """The challenge of a token, used up with the caller's transaction."""
    challenge = passkeys.challenge_of(token, login_pk=login_pk, at=at)
    if challenge is None:
        raise CannotUsePasskey
    try:
        with transaction.atomic():
            UsedChallenge.objects.create(
                digest=digests.of_token(challenge.hex()), expires_at=at + passkeys.CHALLENGE_LASTS
            )
    except IntegrityError as used:
        raise CannotUsePasskey from used
    return challenge


def _note(login: Login, browser: Browser, at: datetime, *, name: str, is_added: bool) -> None:
    change_log.note_change(login=login, items=["passkey"], browser=browser, at=at)
    telling.tell(
        login=login,
        letter_name="passkey_changed",
        at=at,
        passkey=name,
        is_added=is_added,
        is_staff=login.kind == STAFF,
    )
