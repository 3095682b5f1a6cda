"""Mails about a login: written in its language, put into the outbox ahead of other mail."""

from datetime import datetime

from kumiai.identity import letters
from kumiai.identity.models import Login
from kumiai.mail import actions as mail


def tell(
    *, login: Login, letter_name: str, at: datetime, address: str = "", **facts: object
) -> None:
    """Write to the login's proven address, or to `address`; nobody is told who has neither."""
    to_address = address or login.mail
    if not to_address:
        return
    letter = letters.write(letter_name, login.language, coop_id=login.coop_id, at=at, **facts)
    mail.send_later(
        coop_id=login.coop_id,
        to_address=to_address,
        subject=letter.subject,
        body=letter.body,
        kind=letter_name,
        priority=mail.URGENT,
        at=at,
    )
