"""Every write of the outbox: putting a mail in, handing it over, taking up what got stuck."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from kumiai.coops import queries as coops
from kumiai.kit import ids, sql
from kumiai.mail import rules, smtp
from kumiai.mail.models import (
    GIVEN_UP,
    QUEUED,
    REFUSED,
    SENDING,
    SENT,
    FlaggedAddress,
    Message,
)
from kumiai.mail.rules import AddressProblem, Answer, Thread
from kumiai.mail.smtp import Letter, NotTaken

DELIVER = "mail.deliver"
URGENT, ONE_OF_MANY = 10, -10
_OVERDUE_AFTER = timedelta(minutes=2)
_sql = sql.load(__package__)


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
    _order_delivery(message.pk, priority=priority)
    return message.pk


@transaction.atomic
def send_many_later(
    *, coop_id: int, mails: Sequence[Outgoing], kind: str, at: datetime
) -> list[int]:
    """Put many mails of one kind into the outbox at once, behind everything else that waits.

    Part of the caller's transaction, as `send_later`; the addresses have been judged before.
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
    _order_deliveries([row.pk for row in rows])
    return [row.pk for row in rows]


def deliver(*, message_id: int, at: datetime) -> None:
    """Hand one mail to the server, unless that is done, or being done by somebody else."""
    if not _claim(message_id, at):
        return
    message = Message.objects.get(id=message_id)
    try:
        smtp.hand_over(_letter(message))
    except NotTaken as trouble:
        _put_back(message, trouble, at)
    else:
        _note_sent(message, at)


def take_up_overdue(*, at: datetime) -> int:
    """Order anew the mails whose order got lost or whose worker died. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(_sql.overdue_messages, {"before": at - _OVERDUE_AFTER})
        overdue = cursor.fetchall()
    for message_id, priority in overdue:
        _order_delivery(message_id, priority=priority)
    return len(overdue)


def _claim(message_id: int, at: datetime) -> bool:
    """The row is ours for the length of the lease; committed before the server is spoken to."""
    with connection.cursor() as cursor:
        cursor.execute(
            _sql.claim_message, {"id": message_id, "at": at, "lease_ends_at": at + rules.LEASE}
        )
        return cursor.fetchone() is not None


def _letter(message: Message) -> Letter:
    coop = coops.coop(message.coop_id)
    return Letter(
        message_id=message.message_id,
        from_address=coop.sender_address,
        from_name=coop.short_name,
        to_address=message.to_address,
        subject=message.subject,
        body=message.body,
        created_at=message.created_at,
        in_reply_to=message.in_reply_to,
        references=message.references,
        reply_to=message.reply_to,
    )


@transaction.atomic
def _note_sent(message: Message, at: datetime) -> None:
    Message.objects.filter(id=message.pk, state=SENDING).update(
        state=SENT, sent_at=at, last_error=""
    )
    FlaggedAddress.objects.filter(coop_id=message.coop_id, address=message.to_address).delete()


@transaction.atomic
def _put_back(message: Message, trouble: NotTaken, at: datetime) -> None:
    """Try again later, or never: a refused address is flagged for its owner and the office."""
    mine = Message.objects.filter(id=message.pk, state=SENDING)
    wait = rules.wait_after(message.attempts)
    if trouble.answer is Answer.NEVER:
        mine.update(state=REFUSED, last_error=trouble.reason)
        FlaggedAddress.objects.update_or_create(
            coop_id=message.coop_id,
            address=message.to_address,
            defaults={"message_id": message.pk, "reason": trouble.reason, "flagged_at": at},
        )
    elif wait is None:
        mine.update(state=GIVEN_UP, last_error=trouble.reason)
    else:
        mine.update(state=QUEUED, next_at=at + wait, last_error=trouble.reason)
        _order_delivery(message.pk, priority=message.priority, not_before=at + wait)


def _order_delivery(message_id: int, *, priority: int, not_before: datetime | None = None) -> None:
    """One waiting job per mail is enough."""
    job = app.configure_task(
        DELIVER,
        queue="mail",
        priority=priority,
        schedule_at=not_before,
        queueing_lock=f"{DELIVER}.{message_id}",
    )
    with contextlib.suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(message_id=message_id)


def _order_deliveries(message_ids: Sequence[int]) -> None:
    """As `_order_delivery`, of mails that are new: their locks are free."""
    order = app.configure_task(DELIVER, queue="mail", priority=ONE_OF_MANY)
    jobs = [
        order.job.evolve(
            task_kwargs={"message_id": message_id}, queueing_lock=f"{DELIVER}.{message_id}"
        )
        for message_id in message_ids
    ]
    if jobs:
        app.job_manager.batch_defer_jobs(jobs)
