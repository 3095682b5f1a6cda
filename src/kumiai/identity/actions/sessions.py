"""Browsers that are logged in. The key is random, given once, and kept as a digest only."""

from datetime import datetime, timedelta

from kumiai.identity import details, devices, digests, throttling
from kumiai.identity.devices import Browser
from kumiai.identity.models import Login, Session

_SEEN_EVERY = timedelta(minutes=1)


def open_session(*, login: Login, at: datetime, browser: Browser | None = None) -> str:
    """A new session of a login; returns its key."""
    browser = browser or Browser()
    key = digests.new_token()
    Session.objects.create(
        key_digest=digests.of_token(key),
        coop_id=login.coop_id,
        login=login,
        created_at=at,
        seen_at=at,
        expires_at=at + throttling.SESSION_LASTS,
        network=browser.network,
        device=devices.device(browser.user_agent),
    )
    return key


def note_seen(*, session_key: str, seen_at: datetime, at: datetime) -> None:
    """Push the end of the idle time back, at most once a minute."""
    if at - seen_at >= _SEEN_EVERY:
        Session.objects.filter(key_digest=digests.of_token(session_key)).update(seen_at=at)


def end_session(*, session_key: str) -> None:
    """Log out; a key that opens nothing is no mistake."""
    Session.objects.filter(key_digest=digests.of_token(session_key)).delete()


def end_named_session(*, login_pk: int, name: str) -> bool:
    """Send one browser of a login out, by the name the list of sessions has for it.

    False if it is gone already, or is somebody else's.
    """
    for digest in details.sessions_of(login_pk).values_list("key_digest", flat=True):
        if digests.same(digests.session_name(bytes(digest)).encode(), name.encode()):
            return bool(Session.objects.filter(key_digest=digest).delete()[0])
    return False


def end_other_sessions(*, login_pk: int, session_key: str) -> int:
    """Send all browsers of a login out but this one; how many there were."""
    others = details.sessions_of(login_pk).exclude(key_digest=digests.of_token(session_key))
    return others.delete()[0]


def switch(*, login_pk: int, session_key: str, link_id: int | None) -> str | None:
    """Let this browser show what a link leads to, or what is the login's own, under a new key.

    None if it is not, or no longer, logged in as this login.
    """
    key = digests.new_token()
    mine = Session.objects.filter(login_id=login_pk, key_digest=digests.of_token(session_key))
    switched = mine.update(key_digest=digests.of_token(key), child_link_id=link_id)
    return key if switched else None


def show_own(*, login_pk: int, session_key: str) -> None:
    """Let this browser show the login's own child, before what it showed is ended.

    Whoever calls gives it another key.
    """
    mine = Session.objects.filter(login_id=login_pk, key_digest=digests.of_token(session_key))
    mine.update(child_link=None)


def shows(*, session_key: str, link_id: int) -> bool:
    """Whether this browser shows the child of a link at the moment."""
    this = Session.objects.filter(key_digest=digests.of_token(session_key))
    return this.filter(child_link_id=link_id).exists()


def start_over(*, login_pk: int, session_key: str) -> str | None:
    """After a change of what opens the door: the other browsers of the login are sent out.

    This one's new key; None if it is not, or no longer, logged in as this login.
    """
    end_other_sessions(login_pk=login_pk, session_key=session_key)
    key = digests.new_token()
    mine = Session.objects.filter(login_id=login_pk, key_digest=digests.of_token(session_key))
    return key if mine.update(key_digest=digests.of_token(key)) else None
