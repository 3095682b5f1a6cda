"""Browsers that are logged in. The key is random, given once, and kept as a digest only."""

from datetime import datetime, timedelta

from kumiai.identity import digests, throttling
from kumiai.identity.models import Login, Session

_SEEN_EVERY = timedelta(minutes=1)


def open_session(*, login: Login, at: datetime) -> str:
    """A new session of a login; returns its key."""
    key = digests.new_token()
    Session.objects.create(
        key_digest=digests.of_token(key),
        coop_id=login.coop_id,
        login=login,
        created_at=at,
        seen_at=at,
        expires_at=at + throttling.SESSION_LASTS,
    )
    return key


def note_seen(*, session_key: str, seen_at: datetime, at: datetime) -> None:
    """Push the end of the idle time back, at most once a minute."""
    if at - seen_at >= _SEEN_EVERY:
        Session.objects.filter(key_digest=digests.of_token(session_key)).update(seen_at=at)


def end_session(*, session_key: str) -> None:
    """Log out; a key that opens nothing is no mistake."""
    Session.objects.filter(key_digest=digests.of_token(session_key)).delete()
