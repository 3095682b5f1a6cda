"""Taking an inquiry in (guide row G60)."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from kumiai.coops import queries as coops
from kumiai.inquiries import queries
from kumiai.inquiries.models import Inquiry
from kumiai.inquiries.rules import Kind
from kumiai.mail import actions as mail
from kumiai.mail import letters


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What was typed, folded: the number may be empty, the mail is an address."""

    kind: Kind
    name: str
    member_number: str
    mail: str
    text: str


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
    confirmation repeats nothing of what was typed, for anybody can type anybody's address. Raises
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
            )
            _copy_to_desk(row)
            _confirm(row)
    except IntegrityError:
        if not Inquiry.objects.filter(form_digest=digest).exists():
            raise


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
