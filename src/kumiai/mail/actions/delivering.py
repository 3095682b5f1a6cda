"""Handing mails over one by one, and taking up what got stuck."""

from datetime import datetime, timedelta

from django.db import connection

from kumiai.kit import sql
from kumiai.mail import rules, smtp
from kumiai.mail.actions import noting, ordering
from kumiai.mail.models import QUEUED, SENDING, Message
from kumiai.mail.smtp import Letter, NotTaken

_OVERDUE_AFTER = timedelta(minutes=2)
_sql = sql.load("kumiai.mail")


def deliver(*, message_id: int, at: datetime) -> None:
    """Hand one mail to the server, unless that is done, or being done by somebody else."""
    if not _claim(message_id, at):
        return
    message = Message.objects.select_related("coop").get(id=message_id)
    try:
        smtp.hand_over(letter(message=message))
    except NotTaken as trouble:
        noting.not_taken(message=message, trouble=trouble, at=at)
    else:
        noting.sent(message_ids=[message_id], at=at)


def take_up_overdue(*, at: datetime) -> int:
    """Order anew the mails whose order got lost or whose worker died. Returns how many.

    Of mails that are many only the round is ordered, once one of them is due.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _sql.overdue_messages,
            {"before": at - _OVERDUE_AFTER, "one_of_many": ordering.ONE_OF_MANY},
        )
        overdue = cursor.fetchall()
    for message_id, priority in overdue:
        ordering.delivery(message_id=message_id, priority=priority)
    if are_many_due(at=at):
        ordering.round_of_many()
    return len(overdue)


def are_many_due(*, at: datetime) -> bool:
    """Whether a round would find something to do."""
    due = Message.objects.filter(
        state__in=[QUEUED, SENDING], priority__lte=ordering.ONE_OF_MANY, next_at__lte=at
    )
    return due.exists()


def letter(*, message: Message) -> Letter:
    """The mail as the server is handed it: from the co-op itself."""
    coop = message.coop
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


def _claim(message_id: int, at: datetime) -> bool:
    """The row is ours for the length of the lease; committed before the server is spoken to."""
    with connection.cursor() as cursor:
        cursor.execute(
            _sql.claim_message, {"id": message_id, "at": at, "lease_ends_at": at + rules.LEASE}
        )
        return cursor.fetchone() is not None
