"""Questions to the outbox."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Count, Exists, OuterRef, Q

from kumiai.mail import rules
from kumiai.mail.models import (
    GIVEN_UP,
    QUEUED,
    REFUSED,
    SENDING,
    SENT,
    STATES,
    FlaggedAddress,
    Message,
)
from kumiai.mail.rules import Cause

_DAY = timedelta(days=1)


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


@dataclass(frozen=True, slots=True)
class Flag:
    """An address to which a server said never, what it said, and since when."""

    address: str
    reason: str
    flagged_at: datetime


@dataclass(frozen=True, slots=True)
class Outbox:
    """A co-op's mail of a day: how many are in which state, since when the oldest waits, and why.

    `flags` are all addresses that are dead, whenever that was found.
    """

    counts: Mapping[str, int]
    oldest_waiting_at: datetime | None
    last_trouble: str
    flags: tuple[Flag, ...]


def outbox(*, coop_id: int, at: datetime) -> Outbox:
    """What the office and the operator look at when mail does not arrive."""
    mine = Message.objects.filter(coop_id=coop_id)
    waiting = mine.filter(state__in=[QUEUED, SENDING]).order_by("created_at")
    counted = mine.filter(Q(created_at__gt=at - _DAY) | Q(state__in=[QUEUED, SENDING]))
    by_state = dict(counted.values_list("state").annotate(Count("id")).order_by("state"))
    troubled = waiting.exclude(last_error="").order_by("-next_at")
    return Outbox(
        counts={state: by_state.get(state, 0) for state in STATES},
        oldest_waiting_at=waiting.values_list("created_at", flat=True).first(),
        last_trouble=troubled.values_list("last_error", flat=True).first() or "",
        flags=tuple(
            Flag(row.address, row.reason, row.flagged_at)
            for row in FlaggedAddress.objects.filter(coop_id=coop_id).order_by("-flagged_at", "id")
        ),
    )


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


@dataclass(frozen=True, slots=True)
class SentMail:
    """One line of the mail log: what went to an address, and what became of it."""

    id: int
    kind: str
    subject: str
    to_address: str
    progress: Progress
    created_at: datetime
    sent_at: datetime | None
    reason: str


def mail_log(
    *, coop_id: int, addresses: Collection[str], part: slice = slice(50)
) -> tuple[SentMail, ...]:
    """What the co-op has written to these addresses, the latest first."""
    rows = Message.objects.filter(coop_id=coop_id, to_address__in=list(addresses))
    return tuple(
        SentMail(
            id=row.pk,
            kind=row.kind,
            subject=row.subject,
            to_address=row.to_address,
            progress=_progress(row),
            created_at=row.created_at,
            sent_at=row.sent_at,
            reason=row.last_error,
        )
        for row in rows.order_by("-created_at", "-id")[part]
    )


def message_ids(ids: Collection[int]) -> dict[int, str]:
    """The Message-IDs under which these mails travel, by their ids."""
    return dict(Message.objects.filter(id__in=list(ids)).values_list("id", "message_id"))


def is_flagged(*, coop_id: int, address: str) -> bool:
    """Whether a server has said that mail to this address will never arrive."""
    return FlaggedAddress.objects.filter(coop_id=coop_id, address=address).exists()


def flag_of(*, coop: OuterRef, address: OuterRef) -> Exists:
    """The same within somebody else's query, which has the co-op's id and the address."""
    return Exists(FlaggedAddress.objects.filter(coop_id=coop, address=address))


def _progress(row: Message) -> Progress:
    if row.state == SENT:
        return Progress.SENT
    if row.state == REFUSED:
        return Progress.REFUSED
    if row.state == GIVEN_UP:
        return Progress.GIVEN_UP
    return Progress.RETRYING if row.last_error else Progress.QUEUED
