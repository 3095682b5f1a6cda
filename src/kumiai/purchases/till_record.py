"""One purchase as its till sent it, for the desk that is asked about it."""

import json
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kumiai.kit.money import Yen
from kumiai.purchases.models import Purchase, PurchaseLine


@dataclass(frozen=True, slots=True)
class SentLine:
    """A line as the till sent it; yen, the tax rate in percent."""

    position: int
    code: str
    name: str
    genre: str
    quantity: int
    unit_price_yen: Yen
    amount_yen: Yen
    tax_rate: int


@dataclass(frozen=True, slots=True)
class TillRecord:
    """What was sent, by which terminal and as its how-manieth, and what was answered.

    `sequence` is None where the terminal does not count; `answer` is the receipt's JSON.
    """

    entry_id: UUID
    member_id: int | None
    store: str
    terminal: str
    cashier: str
    receipt_number: str
    sequence: int | None
    occurred_at: datetime
    posted_at: datetime
    is_offline: bool
    total_yen: Yen
    lines: tuple[SentLine, ...]
    answer: str

    def line(self, position: int | None) -> SentLine | None:
        """The line with this position, if it has one."""
        return next((line for line in self.lines if line.position == position), None)


def till_record(*, coop_id: int, entry_id: UUID) -> TillRecord | None:
    """The purchase behind an entry; None where the co-op has no such purchase."""
    rows = Purchase.objects.filter(coop_id=coop_id, entry_id=entry_id)
    row = rows.select_related("entry", "store", "terminal").first()
    if row is None:
        return None
    lines = PurchaseLine.objects.filter(purchase_id=row.entry_id).order_by("position")
    return TillRecord(
        entry_id=row.entry_id,
        member_id=row.member_id,
        store=row.store.name,
        terminal=row.terminal.name,
        cashier=row.cashier,
        receipt_number=row.receipt_number,
        sequence=row.sequence,
        occurred_at=row.occurred_at,
        posted_at=row.posted_at,
        is_offline=row.is_offline,
        total_yen=Yen(row.total_yen),
        lines=tuple(map(_line, lines)),
        answer=json.dumps(json.loads(bytes(row.entry.receipt)), ensure_ascii=False, indent=2),
    )


def _line(row: PurchaseLine) -> SentLine:
    return SentLine(
        position=row.position,
        code=row.code,
        name=row.name,
        genre=row.genre,
        quantity=row.quantity,
        unit_price_yen=Yen(row.unit_price_yen),
        amount_yen=Yen(row.amount_yen),
        tax_rate=row.tax_rate,
    )
