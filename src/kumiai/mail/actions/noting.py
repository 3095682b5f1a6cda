"""Noting what became of mails that are in somebody's hands."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from kumiai.kit import sql
from kumiai.mail import rules
from kumiai.mail.actions import ordering
from kumiai.mail.models import GIVEN_UP, QUEUED, REFUSED, SENDING, FlaggedAddress, Message
from kumiai.mail.rules import Answer
from kumiai.mail.smtp import NotTaken

_sql = sql.load("kumiai.mail")


def sent(*, message_ids: Sequence[int], at: datetime) -> None:
    """The server has them; an address that was thought dead is not."""
    with connection.cursor() as cursor:
        cursor.execute(_sql.note_sent, {"ids": list(message_ids), "at": at})


def untried(*, message_ids: Sequence[int], at: datetime) -> None:
    """Nobody has spoken of them to a server: they wait as before."""
    with connection.cursor() as cursor:
        cursor.execute(_sql.put_back_untried, {"ids": list(message_ids), "at": at})


@transaction.atomic
def not_taken(*, message: Message, trouble: NotTaken, at: datetime) -> None:
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
        # From now on `next_at` says when that was.
        mine.update(state=GIVEN_UP, next_at=at, last_error=trouble.reason)
    else:
        mine.update(state=QUEUED, next_at=at + wait, last_error=trouble.reason)
        # One of many needs no order of its own: the rounds look for what is due.
        if message.priority > ordering.ONE_OF_MANY:
            ordering.delivery(
                message_id=message.pk, priority=message.priority, not_before=at + wait
            )
