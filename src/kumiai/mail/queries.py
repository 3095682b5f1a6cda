"""Questions to the outbox."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kumiai.mail import rules
from kumiai.mail.models import GIVEN_UP, REFUSED, SENT, FlaggedAddress, Message
from kumiai.mail.rules import Cause


class Progress(StrEnum):
    """What became of a mail, in the five words a page has for it."""

    QUEUED = "queued"
    RETRYING = "retrying"
    SENT = "sent"
    REFUSED = "refused"
    GIVEN_UP = "given_up"


@dataclass(frozen=True, slots=True)
class MessageState:
    """Where a mail is; `reason` is what the server said when it did not take it.

    `cause` says the same in one of our own words; None where nothing went wrong.
    """

    to_address: str
    progress: Progress
    created_at: datetime
    sent_at: datetime | None
    next_at: datetime
    reason: str
    cause: Cause | None


def message_state(message_id: int) -> MessageState:
    """Raises Message.DoesNotExist."""
    row = Message.objects.get(id=message_id)
    return MessageState(
        to_address=row.to_address,
        progress=_progress(row),
        created_at=row.created_at,
        sent_at=row.sent_at,
        next_at=row.next_at,
        reason=row.last_error,
        cause=rules.cause_of(row.last_error) if row.last_error else None,
    )


def is_flagged(*, coop_id: int, address: str) -> bool:
    """Whether a server has said that mail to this address will never arrive."""
    return FlaggedAddress.objects.filter(coop_id=coop_id, address=address).exists()


def _progress(row: Message) -> Progress:
    if row.state == SENT:
        return Progress.SENT
    if row.state == REFUSED:
        return Progress.REFUSED
    if row.state == GIVEN_UP:
        return Progress.GIVEN_UP
    return Progress.RETRYING if row.last_error else Progress.QUEUED
