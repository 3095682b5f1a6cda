"""Mails about a login: written in its language, put into the outbox ahead of other mail."""

from datetime import datetime

from kumiai.identity import letters
from kumiai.identity.models import Login
from kumiai.mail import actions as mail


def tell(
    *, login: Login, letter_name: str, at: datetime, address: str = "", **facts: object
) -> int | None:
    """Write to the login's proven address, or to `address`; the id of the message.

    Nobody is told who has neither.
    """
    to_address = address or login.mail
    if not to_address:
        return None
    letter = letters.write(letter_name, login.language, coop_id=login.coop_id, at=at, **facts)
    return mail.send_later(
        coop_id=login.coop_id,
        to_address=to_address,
        subject=letter.subject,
        body=letter.body,
        kind=letter_name,
        priority=mail.URGENT,
        at=at,
    )
