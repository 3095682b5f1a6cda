"""Every write of the outbox: putting a mail in, handing it over, taking up what got stuck."""

from kumiai.mail.actions.delivering import deliver, take_up_overdue
from kumiai.mail.actions.ordering import DELIVER, DELIVER_MANY, ONE_OF_MANY, URGENT
from kumiai.mail.actions.putting_in import CannotWriteTo, Outgoing, send_later, send_many_later
from kumiai.mail.actions.rounds import deliver_many

__all__ = [
    "DELIVER",
    "DELIVER_MANY",
    "ONE_OF_MANY",
    "URGENT",
    "CannotWriteTo",
    "Outgoing",
    "deliver",
    "deliver_many",
    "send_later",
    "send_many_later",
    "take_up_overdue",
]
