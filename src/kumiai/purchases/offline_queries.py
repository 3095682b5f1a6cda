"""What the office should look at: sales made offline that are flagged, and those to be resolved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from kumiai.kit.money import Yen
from kumiai.purchases.asked import Purchase as Asked
from kumiai.purchases.models import OfflineSale, Purchase, PurchaseLine


@dataclass(frozen=True, slots=True)
class SoldLine:
    """One line of a sale; yen, negative for a discount."""

    code: str
    name: str
    quantity: int
    amount_yen: Yen


@dataclass(frozen=True, slots=True)
class FlaggedSale:
    """A sale made offline that somebody should look at, in yen; see `purchases.offline`.

    `is_unresolved` where nobody knows the card: the sale is in no books, only here. `member_number`
    is None for such a sale and for one on the co-op's suspense.
    """

    entry_id: UUID
    coop_id: int
    terminal_id: int
    occurred_at: datetime
    posted_at: datetime
    receipt_number: str
    card: str
    member_number: str | None
    total_yen: Yen
    on_card_yen: Yen
    flags: tuple[str, ...]
    is_unresolved: bool
    lines: tuple[SoldLine, ...]


def flagged_sales(
    *, coop_id: int, since: datetime, before: datetime | None = None
) -> tuple[FlaggedSale, ...]:
    """The flagged and unresolved sales that tills have told since a moment, the earliest first."""
    rows = OfflineSale.objects.filter(coop_id=coop_id, posted_at__gte=since).exclude(flags="")
    if before is not None:
        rows = rows.filter(posted_at__lt=before)
    found = list(rows.select_related("member").order_by("posted_at", "entry_id"))
    booked = [row.entry_id for row in found if row.body is None]
    receipts = dict(
        Purchase.objects.filter(entry_id__in=booked).values_list("entry_id", "receipt_number")
    )
    lines = _lines(booked)
    return tuple(
        _unresolved(row, row.body)
        if row.body is not None
        else _facts(row, receipts[row.entry_id], lines[row.entry_id])
        for row in found
    )


def _lines(booked: list[UUID]) -> dict[UUID, list[SoldLine]]:
    """The lines of each sale that is in the books, in their order."""
    lines: dict[UUID, list[SoldLine]] = {entry_id: [] for entry_id in booked}
    for row in PurchaseLine.objects.filter(purchase_id__in=booked).order_by("position"):
        line = SoldLine(row.code, row.name, row.quantity, Yen(row.amount_yen))
        lines[row.purchase_id].append(line)
    return lines


def _unresolved(row: OfflineSale, body: str) -> FlaggedSale:
    sent = msgspec.json.decode(body, type=Asked)
    lines = (SoldLine(x.code, x.name, x.quantity, Yen(x.amount)) for x in sent.lines)
    return _facts(row, sent.receipt_number, lines)


def _facts(row: OfflineSale, receipt_number: str, lines: Iterable[SoldLine]) -> FlaggedSale:
    return FlaggedSale(
        entry_id=row.entry_id,
        coop_id=row.coop_id,
        terminal_id=row.terminal_id,
        occurred_at=row.occurred_at,
        posted_at=row.posted_at,
        receipt_number=receipt_number,
        card=row.card,
        member_number=row.member.member_number if row.member else None,
        total_yen=Yen(row.total_yen),
        on_card_yen=Yen(row.on_card_yen),
        flags=tuple(row.flags.split()),
        is_unresolved=row.body is not None,
        lines=tuple(lines),
    )
