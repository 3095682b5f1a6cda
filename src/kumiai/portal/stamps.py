"""Forms that are open to all carry a signed stamp: when the form was shown, and which it is.

Programs that fill in every form they find do so within a moment, and again and again; nobody else
has to be asked whether somebody is a person.
"""

import secrets
from datetime import UTC, datetime, timedelta

from django.core import signing

_SALT = "kumiai.portal.stamps"


class TooFast(Exception):
    """Sent sooner than anybody can read the form; the same stamp will do in a moment."""


class NoStamp(Exception):
    """No stamp of ours, or one of a form that was shown too long ago."""


def new_stamp(*, at: datetime) -> str:
    """The stamp of a form that is shown now."""
    return signing.dumps([secrets.token_urlsafe(16), int(at.timestamp())], salt=_SALT)


def form_id(stamp: str, *, at: datetime, filling_in_min: timedelta, lasts: timedelta) -> str:
    """Which form was sent. Raises TooFast and NoStamp."""
    try:
        name, shown = signing.loads(stamp, salt=_SALT)
        age = at - datetime.fromtimestamp(shown, UTC)
    except (signing.BadSignature, ValueError, TypeError) as wrong:
        raise NoStamp from wrong
    if age > lasts:
        raise NoStamp
    if age < filling_in_min:
        raise TooFast
    return str(name)
