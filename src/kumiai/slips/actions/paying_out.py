"""Sending what was paid in and never collected back to a member's own bank account."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kumiai.identity import contacts
from kumiai.mail import actions as mail
from kumiai.mail import letters
from kumiai.members.queries import MemberFacts
from kumiai.wallet import actions as wallet
from kumiai.wallet.paying_out import Payout


@transaction.atomic
def pay_out(*, member: MemberFacts, entry_id: UUID, yen: int, payee: str, at: datetime) -> None:
    """Take it off what waits, and tell the member; `payee` says where to in few words.

    Two people have decided it, and the co-op's own bank transfers it. Asked again with the same
    entry, nothing new moves. Raises `wallet.CannotPayOut`; then nobody is told.
    """
    wallet.pay_out(coop_id=member.coop_id, entry_id=entry_id, payout=Payout(member.id, yen), at=at)
    for contact in contacts.contacts(coop_id=member.coop_id, member_id=member.id):
        if contact.kind != "member" or not contact.address:
            continue
        letter = letters.write(
            "slips/mail/paid_out",
            contact.language,
            coop_id=member.coop_id,
            member=member.name,
            yen=yen,
            payee=payee,
        )
        mail.send_later(
            coop_id=member.coop_id,
            to_address=contact.address,
            subject=letter.subject,
            body=letter.body,
            kind="slip_paid_out",
            at=at,
        )
