"""The link with which somebody of the office sets their login up, by mail."""

from datetime import datetime

from kumiai.identity.actions import telling
from kumiai.identity.actions.staff import FirstPassword
from kumiai.identity.models import Login
from kumiai.kit import clock


def mail_set_up_link(
    *, coop_id: int, first: FirstPassword, link_prefix: str, at: datetime
) -> int | None:
    """Write to the address a manager gave; the id of the message, or None without an address.

    Part of the caller's transaction.
    """
    login = Login.objects.get(coop_id=coop_id, login_id=first.login_id)
    return telling.tell(
        login=login,
        letter_name="staff_set_up",
        at=at,
        login_id=first.login_id,
        link=link_prefix + first.token,
        until=first.until.astimezone(clock.TOKYO),
    )
