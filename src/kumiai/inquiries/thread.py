"""An inquiry and all that followed on it, in the order of time."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kumiai.coops.rules import Actor
from kumiai.inquiries import rules
from kumiai.inquiries.models import FollowUp, Note, Reply
from kumiai.mail import queries as mail
from kumiai.mail.queries import MessageState


@dataclass(frozen=True, slots=True)
class Post:
    """One piece of a thread: `kind` is `reply`, `follow_up` or `note`.

    A reply has what became of its mail; what came further has the way it came.
    """

    kind: str
    text: str
    written_at: datetime
    by: Actor
    way: str = ""
    mail: MessageState | None = None
    canned_key: str = ""


def posts(*, inquiry_id: int, with_notes: bool) -> tuple[Post, ...]:
    """What followed, the earliest first; notes are for the desk alone."""
    found = [
        Post(
            "reply",
            row.text,
            row.written_at,
            _by(row),
            mail=mail.message_state(row.message_id),
            canned_key=row.canned_key,
        )
        for row in Reply.objects.filter(inquiry_id=inquiry_id).order_by("id")
    ]
    found += [
        Post("follow_up", row.text, row.written_at, _by(row), way=row.way)
        for row in FollowUp.objects.filter(inquiry_id=inquiry_id).order_by("id")
    ]
    if with_notes:
        found += [
            Post("note", row.text, row.written_at, _by(row))
            for row in Note.objects.filter(inquiry_id=inquiry_id).order_by("id")
        ]
    return tuple(sorted(found, key=lambda post: post.written_at))


def count_replies(*, inquiry_id: int) -> int:
    """How often it was answered."""
    return Reply.objects.filter(inquiry_id=inquiry_id).count()


def next_follow_up_at(*, inquiry_id: int, at: datetime) -> datetime | None:
    """When its asker may write on the page again; None: now."""
    written = FollowUp.objects.filter(inquiry_id=inquiry_id, way="page").order_by("-written_at")
    times = written.values_list("written_at", flat=True)[: rules.FOLLOW_UPS_PER_HOUR_MAX]
    return rules.next_follow_up_at(list(times), at=at)


def mail_ids(*, confirmation_id: int | None, inquiry_id: int) -> tuple[str, ...]:
    """The Message-IDs of the mails its asker has, the oldest first."""
    replies = Reply.objects.filter(inquiry_id=inquiry_id).order_by("id")
    ids = [
        *([confirmation_id] if confirmation_id else []),
        *replies.values_list("message_id", flat=True),
    ]
    by_id = mail.message_ids(ids)
    return tuple(by_id[each] for each in ids)


def _by(row: Any) -> Actor:
    return Actor(row.by_kind, row.by_id)
