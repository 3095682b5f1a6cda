"""Browsers of the office: half open after the password, open after the second factor."""

from datetime import datetime, timedelta

from kumiai.identity import devices, digests, throttling
from kumiai.identity.devices import Browser
from kumiai.identity.models import Login, StaffSession

_SEEN_EVERY = timedelta(minutes=1)


def open_halfway(*, login: Login, browser: Browser, at: datetime) -> str:
    """After the password: the key of a session that reaches nothing but the second factor."""
    return _open(login, browser, at, until=at + throttling.SECOND_FACTOR_LASTS, proven_at=None)


def open_proven(*, login: Login, browser: Browser, at: datetime) -> str:
    """After the second factor: a new key, for a working day."""
    return _open(login, browser, at, until=at + throttling.STAFF_SESSION_LASTS, proven_at=at)


def open_again(*, session_key: str, at: datetime) -> str | None:
    """After a fresh proof: a new key for the rest of the working day; None once that is over.

    Only the new key counts as freshly proven, so that a copy of the one before gains nothing. That
    one opens pages for a minute more: whoever presses a button twice, and so proves twice from the
    one key, is not sent out.
    """
    before = StaffSession.objects.select_for_update().filter(
        key_digest=digests.of_token(session_key), proven_at__isnull=False, expires_at__gt=at
    )
    session = before.first()
    if session is None:
        return None
    ends_at = min(session.expires_at, at + throttling.REPLACED_KEY_LASTS)
    before.update(expires_at=ends_at)
    key = digests.new_token()
    session.key_digest = digests.of_token(key)
    # Not the end of the key before, which is near where this is the second proof from it.
    session.expires_at = session.created_at + throttling.STAFF_SESSION_LASTS
    session.proven_at = at
    session.seen_at = at
    session.save(force_insert=True)
    return key


def note_staff_seen(*, session_key: str, seen_at: datetime, at: datetime) -> None:
    """Push the end of the idle time back, at most once a minute."""
    if at - seen_at >= _SEEN_EVERY:
        found = StaffSession.objects.filter(key_digest=digests.of_token(session_key))
        found.update(seen_at=at)


def end_staff_session(*, session_key: str) -> None:
    """Log out; a key that opens nothing is no mistake."""
    StaffSession.objects.filter(key_digest=digests.of_token(session_key)).delete()


def end_staff_sessions(*, login_pk: int) -> None:
    """Send every browser of a staff login out."""
    StaffSession.objects.filter(login_id=login_pk).delete()


def forget_staff_sessions(*, at: datetime) -> None:
    """Drop what is over."""
    StaffSession.objects.filter(expires_at__lte=at).delete()


def _open(
    login: Login, browser: Browser, at: datetime, *, until: datetime, proven_at: datetime | None
) -> str:
    key = digests.new_token()
    StaffSession.objects.create(
        key_digest=digests.of_token(key),
        coop_id=login.coop_id,
        login=login,
        created_at=at,
        proven_at=proven_at,
        seen_at=at,
        expires_at=until,
        network=browser.network,
        device=devices.device(browser.user_agent),
    )
    return key
