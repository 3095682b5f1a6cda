"""What the desk does with an inquiry (guide rows G13, G17, G60). Every act is in the log."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from kumiai.coops import actions as log
from kumiai.coops import queries as coops
from kumiai.coops.rules import Actor
from kumiai.inquiries import rules, thread
from kumiai.inquiries.actions.sending import TooManyInquiries
from kumiai.inquiries.models import FollowUp, Inquiry, Note, Reply
from kumiai.inquiries.rules import State
from kumiai.mail import actions as mail
from kumiai.mail import letters
from kumiai.mail.rules import Thread
from kumiai.members import queries as members


class NoSuchInquiry(LookupError):
    """The co-op has no inquiry with this number."""


class CannotAnswer(Exception):
    """It is spam, there is no text, or somebody has answered meanwhile.

    `problem` is `spam`, `text` or `meanwhile`.
    """

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class CannotChange(Exception):
    """From the state it is in, an inquiry cannot be put into the one that was asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A reply as the desk wrote it; `waits` if it asks something back.

    `replies_seen` is how many replies the page showed: two people answer no inquiry at once, and
    a button pressed twice sends one mail. The canned answer is the one it was made from, if any.
    """

    text: str
    waits: bool
    replies_seen: int
    canned_key: str = ""
    canned_version: int | None = None


@transaction.atomic
def reply(*, coop_id: int, inquiry_id: int, written: Written, by: Actor, at: datetime) -> None:
    """Answer by mail, in the thread of the inquiry's confirmation. Whoever answers takes it.

    Raises NoSuchInquiry, CannotAnswer.
    """
    row = _locked(coop_id, inquiry_id)
    text = rules.plain_text(written.text)
    if row.state == State.SPAM:
        raise CannotAnswer("spam")
    if not text or len(text) > rules.TEXT_LENGTH_MAX:
        raise CannotAnswer("text")
    if thread.count_replies(inquiry_id=row.pk) != written.replies_seen:
        raise CannotAnswer("meanwhile")
    Reply.objects.create(
        coop_id=coop_id,
        inquiry=row,
        text=text,
        message_id=_mail(row, text, at),
        canned_key=written.canned_key,
        canned_version=written.canned_version,
        written_at=at,
        by_kind=by.kind,
        by_id=by.id,
    )
    row.state = State.WAITING if written.waits else State.ANSWERED
    row.first_answered_at = row.first_answered_at or at
    row.assigned_to = row.assigned_to or by.id
    row.save(update_fields=["state", "first_answered_at", "assigned_to"])
    canned = {"canned": f"{written.canned_key} {written.canned_version}"}
    details = {"state": row.state, **(canned if written.canned_key else {})}
    _record(row, "answer_inquiry", by, at, details=details)


@transaction.atomic
def note(*, coop_id: int, inquiry_id: int, text: str, by: Actor, at: datetime) -> None:
    """Keep a note for the desk; raises NoSuchInquiry, CannotAnswer without a text."""
    row = _locked(coop_id, inquiry_id)
    Note.objects.create(
        coop_id=coop_id,
        inquiry=row,
        text=_some_text(text),
        written_at=at,
        by_kind=by.kind,
        by_id=by.id,
    )
    _record(row, "note_on_inquiry", by, at)


@transaction.atomic
def follow_up(
    *, coop_id: int, inquiry_id: int, text: str, way: str, by: Actor, at: datetime
) -> None:
    """What the asker says further; it is the desk's turn again.

    `way` is `page` where the asker wrote it, else `mail`, `phone` or `counter`, written down by
    the desk; what came by the page is copied to the desk's mailbox. Raises NoSuchInquiry,
    CannotAnswer without a text, TooManyInquiries.
    """
    row = _locked(coop_id, inquiry_id)
    if way == "page" and (retry_at := thread.next_follow_up_at(inquiry_id=row.pk, at=at)):
        raise TooManyInquiries(retry_at)
    FollowUp.objects.create(
        coop_id=coop_id,
        inquiry=row,
        text=_some_text(text),
        way=way,
        written_at=at,
        by_kind=by.kind,
        by_id=by.id,
    )
    row.state = State.OPEN
    row.save(update_fields=["state"])
    if way == "page":
        _tell_desk(row, at)
    _record(row, "follow_up_inquiry", by, at, details={"way": way})


@transaction.atomic
def assign(*, coop_id: int, inquiry_id: int, to: str, by: Actor, at: datetime) -> None:
    """Give an inquiry to somebody of the staff by their id; empty: to nobody.

    Raises NoSuchInquiry.
    """
    row = _locked(coop_id, inquiry_id)
    if row.assigned_to == to:
        return
    row.assigned_to = to
    row.save(update_fields=["assigned_to"])
    _record(row, "assign_inquiry", by, at, details={"to": to})


@transaction.atomic
def attach_member(
    *, coop_id: int, inquiry_id: int, member_id: int | None, by: Actor, at: datetime
) -> None:
    """Say whom an inquiry is about; None: nobody known. Raises NoSuchInquiry, NoSuchMember."""
    row = _locked(coop_id, inquiry_id)
    about = members.member(coop_id=coop_id, member_id=member_id) if member_id else None
    if row.member_id == member_id:
        return
    row.member_id = member_id
    row.save(update_fields=["member"])
    details = {"member_number": about.member_number if about else ""}
    _record(row, "attach_member", by, at, details=details)


@transaction.atomic
def change_state(*, coop_id: int, inquiry_id: int, to: State, by: Actor, at: datetime) -> None:
    """Close an inquiry, take it up again, or put it out of the way as spam.

    Pressed twice, it is once. Raises NoSuchInquiry, CannotChange.
    """
    row = _locked(coop_id, inquiry_id)
    before = State(row.state)
    if before is to:
        return
    if not rules.may_become(before, to):
        raise CannotChange(f"{before} to {to}")
    row.state = to
    row.save(update_fields=["state"])
    _record(row, "change_inquiry", by, at, details={"from": before, "to": to})


def _locked(coop_id: int, inquiry_id: int) -> Inquiry:
    row = Inquiry.objects.select_for_update(no_key=True).filter(coop_id=coop_id, id=inquiry_id)
    found = row.first()
    if found is None:
        raise NoSuchInquiry(str(inquiry_id))
    return found


def _some_text(typed: str) -> str:
    text = rules.plain_text(typed)
    if not text or len(text) > rules.TEXT_LENGTH_MAX:
        raise CannotAnswer("text")
    return text


def _mail(row: Inquiry, text: str, at: datetime) -> int:
    letter = letters.write(
        "inquiries/mail/reply", row.language, coop_id=row.coop_id, inquiry=row, text=text
    )
    return mail.send_later(
        coop_id=row.coop_id,
        to_address=row.mail,
        subject=letter.subject,
        body=letter.body,
        kind="inquiry_reply",
        at=at,
        thread=Thread(
            message_ids=thread.mail_ids(confirmation_id=row.confirmation_id, inquiry_id=row.pk),
            reply_to=coops.coop(row.coop_id).desk_address,
        ),
    )


def _tell_desk(row: Inquiry, at: datetime) -> None:
    """That there is more to read; what was written stands on the desk's page."""
    desk_address = coops.coop(row.coop_id).desk_address
    if not desk_address:
        return
    letter = letters.write("inquiries/mail/follow_up", "ja", coop_id=row.coop_id, inquiry=row)
    mail.send_later(
        coop_id=row.coop_id,
        to_address=desk_address,
        subject=letter.subject,
        body=letter.body,
        kind="inquiry_follow_up",
        at=at,
    )


def _record(
    row: Inquiry, verb: str, by: Actor, at: datetime, *, details: dict[str, Any] | None = None
) -> None:
    log.record_act(
        coop_id=row.coop_id,
        by=by,
        verb=verb,
        subject=f"inquiry:{row.pk}",
        at=at,
        details=details,
    )
