"""Putting mails into the outbox, together with the orders that get them out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kumiai.coops import queries as coops
from kumiai.kit import ids
from kumiai.mail import rules
from kumiai.mail.actions import ordering
from kumiai.mail.actions.ordering import ONE_OF_MANY
from kumiai.mail.models import Message
from kumiai.mail.rules import AddressProblem, Thread


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One of many mails: to whom, and what it says."""

    to_address: str
    subject: str
    body: str


class CannotWriteTo(Exception):
    """The text is no address a mail can go to."""

    def __init__(self, problem: AddressProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@transaction.atomic
def send_later(
    *,
    coop_id: int,
    to_address: str,
    subject: str,
    body: str,
    kind: str,
    at: datetime,
    priority: int = 0,
    thread: Thread | None = None,
) -> int:
    """Put a mail into the outbox, together with the job that hands it over.

    Part of the caller's transaction: no row, no mail. Urgent mail has priority `URGENT`; what a
    person answers stands in its `thread`. Returns the id of the message. Raises CannotWriteTo.
    """
    problem = rules.problem_with_address(to_address)
    if problem:
        raise CannotWriteTo(problem)
    sender = coops.coop(coop_id).sender_address
    message = Message.objects.create(
        coop_id=coop_id,
        to_address=to_address,
        subject=" ".join(subject.split()),
        body=body,
        kind=kind,
        priority=priority,
        next_at=at,
        created_at=at,
        message_id=f"<{ids.uuid7()}@{rules.domain_of(sender)}>",
        in_reply_to=thread.message_ids[-1] if thread and thread.message_ids else "",
        references=" ".join(thread.message_ids) if thread else "",
        reply_to=thread.reply_to if thread else "",
    )
    ordering.delivery(message_id=message.pk, priority=priority)
    return message.pk


@transaction.atomic
def send_many_later(
    *, coop_id: int, mails: Sequence[Outgoing], kind: str, at: datetime
) -> list[int]:
    """Put many mails of one kind into the outbox at once, behind everything else that waits.

    They go out in rounds, see `deliver_many`. Part of the caller's transaction, as `send_later`;
    the addresses have been judged before.
    Returns the ids of the messages in the order of the mails.
    """
    domain = rules.domain_of(coops.coop(coop_id).sender_address)
    rows = Message.objects.bulk_create(
        Message(
            coop_id=coop_id,
            to_address=mail.to_address,
            subject=" ".join(mail.subject.split()),
            body=mail.body,
            kind=kind,
            priority=ONE_OF_MANY,
            next_at=at,
            created_at=at,
            message_id=f"<{ids.uuid7()}@{domain}>",
        )
        for mail in mails
    )
    if rows:
        ordering.round_of_many()
    return [row.pk for row in rows]
