"""A round: mails of many handed over by several postmen, until none is left or time is up."""

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from django.db import connection

from kumiai.kit import environment, sql
from kumiai.mail import rules
from kumiai.mail.actions import noting, ordering
from kumiai.mail.actions.delivering import are_many_due, letter
from kumiai.mail.models import Message
from kumiai.mail.postmen import Handed, Postmen

# Few enough that little waits for its lease to end when the worker is killed.
CLAIMED_AT_ONCE = 50
ROUND_SECONDS_MAX = 30.0

_sql = sql.load("kumiai.mail")


def deliver_many(
    *, now: Callable[[], datetime], is_to_end: Callable[[], bool] = lambda: False
) -> int:
    """Hand over what is due of the mails that are many, several at once; how many were taken.

    Nothing if somebody else is on a round. Each mail is claimed before the server hears of it and
    noted before its postman goes on: a worker that is killed sends at most one mail of each again.
    Ends early when `is_to_end` says so or the server is away; what is left is put back as it was.
    """
    with _alone() as is_alone:
        if not is_alone:
            return 0
        taken, is_away = _round(now, is_to_end)
    # Asked only now: who put mails in meanwhile and found us here has left them to us.
    if not is_away and are_many_due(at=now()):
        ordering.round_of_many()
    return taken


@contextlib.contextmanager
def _alone() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute(_sql.try_rounds)
        (is_alone,) = cursor.fetchone()
    try:
        yield is_alone
    finally:
        if is_alone:
            with connection.cursor() as cursor:
                cursor.execute(_sql.leave_rounds)


def _round(now: Callable[[], datetime], is_to_end: Callable[[], bool]) -> tuple[int, bool]:
    """How many were taken, and whether the server is away."""
    taken = 0
    ends_at = time.monotonic() + ROUND_SECONDS_MAX
    carried: dict[int, Message] = {}
    with Postmen(max(1, environment.SMTP_CONNECTIONS())) as postmen:
        while True:
            is_over = postmen.find_nobody or is_to_end() or time.monotonic() > ends_at
            if not is_over and postmen.carried <= CLAIMED_AT_ONCE // 2:
                claimed = _claim(now())
                carried |= claimed
                postmen.take({id_: letter(message=message) for id_, message in claimed.items()})
            if not postmen.carried:
                return taken, postmen.find_nobody
            some = postmen.handed()
            taken += _note(some, carried, now())
            postmen.noted(some)


def _claim(at: datetime) -> dict[int, Message]:
    """The next mails are ours for the length of the lease, by their ids."""
    with connection.cursor() as cursor:
        cursor.execute(
            _sql.claim_many,
            {
                "at": at,
                "lease_ends_at": at + rules.LEASE,
                "one_of_many": ordering.ONE_OF_MANY,
                "count": CLAIMED_AT_ONCE,
            },
        )
        ids = [id_ for (id_,) in cursor.fetchall()]
    return Message.objects.select_related("coop").in_bulk(ids)


def _note(some: Sequence[Handed], carried: dict[int, Message], at: datetime) -> int:
    """Write down what became of some, which are carried no more; how many were taken."""
    taken = [handed.id for handed in some if handed.is_taken]
    untried = [handed.id for handed in some if not handed.is_tried]
    if taken:
        noting.sent(message_ids=taken, at=at)
    if untried:
        noting.untried(message_ids=untried, at=at)
    for handed in some:
        message = carried.pop(handed.id)
        if handed.trouble is not None:
            noting.not_taken(message=message, trouble=handed.trouble, at=at)
    return len(taken)
