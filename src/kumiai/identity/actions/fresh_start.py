"""What a new password ends, however it was chosen."""

from datetime import datetime

from kumiai.identity import digests
from kumiai.identity.actions import child_links, known_devices, mail_changes, sessions, throttles
from kumiai.identity.models import Login
from kumiai.identity.models_recovery import PasswordReissue


def after_new_password(*, login: Login, at: datetime, session_key: str = "") -> str | None:
    """Only this browser stays in, with another key; None where it was not in.

    A mail address that was asked for with the old password never counts, nor does a one-time
    password; devices have to be known anew, and what was counted against the login ID is
    forgotten. What other logins show of this one's child was proven with the old password.
    """
    PasswordReissue.objects.filter(login=login, used_at=None).update(used_at=at)
    known_devices.forget_all(login_pk=login.pk)
    mail_changes.drop_mail_change(login_pk=login.pk)
    child_links.end_to(login=login, by="password", at=at)
    throttles.clear(key=digests.of_login_id(login.login_id))
    return sessions.start_over(login_pk=login.pk, session_key=session_key)
