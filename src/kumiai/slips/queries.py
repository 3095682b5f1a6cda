"""Questions about payment slips; answers are frozen facts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from kumiai.kit.money import Yen
from kumiai.members import queries as members
from kumiai.slips import imports
from kumiai.slips.imports import SlipFile
from kumiai.slips.models import PaymentSlip, SlipMailWish, SlipPayment


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """A slip's way: paid, in the co-op's books, and from when a till hands the money over."""

    entry_id: UUID
    paid_on: date
    amount_yen: Yen
    reference: str
    taken_in_at: datetime
    available_on: date


def payments(
    *, coop_id: int, member_id: int, part: slice = slice(None)
) -> tuple[PaymentFacts, ...]:
    """The slips a member has paid, the latest first; all of them, or a part."""
    rows = SlipPayment.objects.filter(coop_id=coop_id, member_id=member_id)
    return tuple(
        PaymentFacts(
            entry_id=row.entry_id,
            paid_on=row.paid_on,
            amount_yen=Yen(row.amount_yen),
            reference=row.reference,
            taken_in_at=row.taken_in_at,
            available_on=row.available_on,
        )
        for row in rows.order_by("-paid_on", "-entry_id")[part]
    )


def taken_in_at(*, coop_id: int, digest: bytes) -> datetime | None:
    """When a file of slips with these bytes first brought something in; None: never."""
    rows = SlipPayment.objects.filter(coop_id=coop_id, file_digest=digest)
    return rows.order_by("taken_in_at").values_list("taken_in_at", flat=True).first()


def against_stored(file: SlipFile) -> SlipFile:
    """The file with the rows of nobody turned into problems."""
    known = members.member_ids(
        coop_id=file.coop_id, member_numbers=[row.member_number for row in file.rows]
    )
    strangers = [row for row in file.rows if row.member_number not in known]
    return replace(
        file,
        rows=tuple(row for row in file.rows if row.member_number in known),
        problems=file.problems + tuple(imports.no_such_member(row) for row in strangers),
    )


@dataclass(frozen=True, slots=True)
class SentSlip:
    """A slip that was sent to a member, and what it suggested."""

    reference: str
    member_id: int
    purpose: str
    guide_amount_yen: Yen
    due_on: date | None
    sent_at: datetime


def sent_slips_by_reference(*, coop_id: int, references: Sequence[str]) -> dict[str, SentSlip]:
    """The slips with these references, by reference; unknown ones are left out."""
    rows = PaymentSlip.objects.filter(coop_id=coop_id, reference__in=list(references))
    return {row.reference: _sent(row) for row in rows.select_related("sending")}


def slips_of_sending(*, coop_id: int, sending_id: int) -> tuple[SentSlip, ...]:
    """All slips of one sending, by member number."""
    rows = PaymentSlip.objects.filter(coop_id=coop_id, sending_id=sending_id)
    ordered = rows.select_related("sending", "member").order_by("member__member_number")
    return tuple(_sent(row) for row in ordered)


def slips_sent_to(*, coop_id: int, member_id: int) -> tuple[SentSlip, ...]:
    """Every slip a member was sent, the latest first."""
    rows = PaymentSlip.objects.filter(coop_id=coop_id, member_id=member_id)
    return tuple(_sent(row) for row in rows.select_related("sending").order_by("-reference"))


def _sent(row: PaymentSlip) -> SentSlip:
    return SentSlip(
        reference=row.reference,
        member_id=row.member_id,
        purpose=row.sending.purpose,
        guide_amount_yen=Yen(row.sending.guide_amount_yen),
        due_on=row.sending.due_on,
        sent_at=row.sending.sent_at,
    )


def wants_mails(*, coop_id: int, member_id: int) -> bool:
    """Whether a member wants a mail at each step of what they paid in."""
    return SlipMailWish.objects.filter(coop_id=coop_id, member_id=member_id).exists()
