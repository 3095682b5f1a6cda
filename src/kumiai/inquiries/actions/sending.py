"""Taking an inquiry in (guide row G60)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from kumiai.coops import queries as coops
from kumiai.inquiries import queries
from kumiai.inquiries.models import Inquiry
from kumiai.inquiries.rules import Kind, State
from kumiai.mail import actions as mail
from kumiai.mail import letters
from kumiai.members import queries as members


@dataclass(frozen=True, slots=True)
class Asker:
    """The membership whose login an inquiry was sent with; `kind` is `member` or `guardian`.

    `about_id` is whose pages it was sent from, where a guardian looked at another child's.
    """

    member_id: int
    kind: str
    about_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What was typed, folded: the number may be empty, the mail is an address.

    `entry_id` is the purchase it is about, `line` the position of one of its lines; whoever asks
    with a login may see that purchase, the door has made sure.
    """

    kind: Kind
    name: str
    member_number: str
    mail: str
    text: str
    asker: Asker | None = None
    entry_id: UUID | None = None
    line: int | None = None


class TooManyInquiries(Exception):
    """Nothing is taken in from here for now; `retry_at` says from when on it is again."""

    def __init__(self, retry_at: datetime) -> None:
        super().__init__(retry_at.isoformat())
        self.retry_at = retry_at


def send_inquiry(
    *, coop_id: int, asked: Asked, form_id: str, language: str, network: str, at: datetime
) -> None:
    """Keep an inquiry, copy it to the desk, and confirm it to its sender.

    The form with `form_id` brings one inquiry; sent again, it is the one that is there. The
    confirmation repeats nothing of what was typed, for anybody can type anybody's address. What
    comes from an address the desk has called spam goes there too: nobody is written to. Raises
    TooManyInquiries.
    """
    digest = hashlib.sha256(form_id.encode()).digest()
    if Inquiry.objects.filter(form_digest=digest).exists():
        return
    retry_at = queries.again_at(network=network, mail=asked.mail, at=at)
    if retry_at:
        raise TooManyInquiries(retry_at)
    try:
        with transaction.atomic():
            row = Inquiry.objects.create(
                coop_id=coop_id,
                kind=asked.kind,
                name=asked.name,
                member_number=asked.member_number,
                mail=asked.mail,
                text=asked.text,
                language=language,
                network=network,
                form_digest=digest,
                sent_at=at,
                **_from_whom(coop_id, asked),
                entry_id=asked.entry_id,
                line=asked.line,
                state=_state(coop_id, asked, at),
            )
            if row.state == State.OPEN:
                _copy_to_desk(row)
                _confirm(row)
    except IntegrityError:
        if not Inquiry.objects.filter(form_digest=digest).exists():
            raise


def _from_whom(coop_id: int, asked: Asked) -> dict[str, Any]:
    """Who is proven to ask, and whom the desk may take it to be about: their number was typed."""
    if asked.asker:
        asker = asked.asker
        about: int | None = asker.about_id or asker.member_id
        return {"asked_by": asker.kind, "asker_id": asker.member_id, "member_id": about}
    numbers = [asked.member_number] if asked.member_number else []
    found = members.member_ids(coop_id=coop_id, member_numbers=numbers)
    return {"member_id": found.get(asked.member_number)}


def _state(coop_id: int, asked: Asked, at: datetime) -> State:
    if asked.asker is None and queries.is_spammer(coop_id=coop_id, mail=asked.mail, at=at):
        return State.SPAM
    return State.OPEN


def _copy_to_desk(row: Inquiry) -> None:
    """Nothing the sender typed is in the subject."""
    desk_address = coops.coop(row.coop_id).desk_address
    if desk_address:
        _mail(row, "copy", "ja", to_address=desk_address)


def _confirm(row: Inquiry) -> None:
    row.confirmation_id = _mail(row, "confirmation", row.language, to_address=row.mail)
    row.save(update_fields=["confirmation"])


def _mail(row: Inquiry, name: str, language: str, *, to_address: str) -> int:
    letter = letters.write(
        f"inquiries/mail/{name}", language, coop_id=row.coop_id, inquiry=row, kind=row.kind
    )
    return mail.send_later(
        coop_id=row.coop_id,
        to_address=to_address,
        subject=letter.subject,
        body=letter.body,
        kind=f"inquiry_{name}",
        at=row.sent_at,
    )
