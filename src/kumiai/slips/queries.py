"""Questions about payment slips; answers are frozen facts."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from kumiai.kit.money import Yen
from kumiai.members import queries as members
from kumiai.slips import imports
from kumiai.slips.imports import SlipFile
from kumiai.slips.models import SlipPayment


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """A slip's way: paid, in the co-op's books, and from when a till hands the money over."""

    entry_id: UUID
    paid_on: date
    amount_yen: Yen
    reference: str
    taken_in_at: datetime
    available_on: date


def payments(*, coop_id: int, member_id: int) -> tuple[PaymentFacts, ...]:
    """Every slip a member has paid, the latest first."""
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
        for row in rows.order_by("-paid_on", "-entry_id")
    )


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
