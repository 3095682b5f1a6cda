"""One purchase as a qualified simplified invoice: what the till told, with the lines it sold."""

from dataclasses import dataclass
from uuid import UUID

import msgspec

from kumiai.ledger import queries as ledger
from kumiai.purchases import queries
from kumiai.purchases.answers import Issuer, RateTax
from kumiai.purchases.queries import PurchaseFacts


@dataclass(frozen=True, slots=True)
class Receipt:
    """A purchase, who issued it as it was then, and the tax of each rate in yen."""

    facts: PurchaseFacts
    issuer: Issuer
    taxes: tuple[RateTax, ...]


class _Told(msgspec.Struct):
    issuer: Issuer
    tax: tuple[RateTax, ...]


_told = msgspec.json.Decoder(_Told).decode


def receipt(*, coop_id: int, member_id: int, entry_id: UUID) -> Receipt | None:
    """The receipt of a member's purchase; None for what is unknown and for somebody else's.

    Issuer and taxes are those the till was answered with, whatever the co-op is called today.
    """
    facts = queries.purchase(coop_id=coop_id, member_id=member_id, entry_id=entry_id)
    if facts is None:
        return None
    told = _told(ledger.receipts(coop_id=coop_id, entry_ids=[entry_id])[entry_id])
    return Receipt(facts, told.issuer, told.tax)
