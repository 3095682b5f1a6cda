"""What a member bought: the purchases of a time, each with its lines and what became of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from django.db import connection
from django.db.models import Sum

from kumiai.kit import clock, sql
from kumiai.kit.money import TenthPoints, Yen
from kumiai.purchases.models import GENRES, Purchase, PurchaseLine, Reversal, ReversalLine

LEARNING = ("books", "learning_goods")
NONE = (0, Yen(0))
_sql = sql.load("kumiai.purchases")


@dataclass(frozen=True, slots=True)
class LineFacts:
    """One line of a receipt: amounts in yen, the tax rate in percent.

    `returned_yen` of it, and so many pieces, were taken back afterwards.
    """

    name: str
    genre: str
    quantity: int
    amount_yen: Yen
    tax_rate: int
    returned_quantity: int
    returned_yen: Yen

    @property
    def left_yen(self) -> int:
        """What it comes to after what was taken back."""
        return self.amount_yen - self.returned_yen

    @property
    def is_reduced(self) -> bool:
        """Whether the reduced rate applies, which a receipt marks with ※."""
        return self.tax_rate == 8


@dataclass(frozen=True, slots=True)
class PurchaseFacts:
    """One purchase as the history shows it; yen, and points in tenths.

    `shown_yen` is what counts in the history it is shown in: the whole, or the lines of its genres,
    less what was taken back of them. `tenders` name only what paid something. Where nothing was
    taken back, `taken_back` is None.
    """

    entry_id: UUID
    posted_at: datetime
    occurred_at: datetime
    is_offline: bool
    store: str
    receipt_number: str
    total_yen: Yen
    shown_yen: Yen
    tenders: tuple[tuple[str, Yen], ...]
    shortfall_yen: Yen
    collected_yen: Yen
    debt_recovered_yen: Yen
    points_earned_tenths: TenthPoints
    points_converted_tenths: TenthPoints
    auto_top_up_yen: Yen
    prepaid_after_yen: Yen
    taken_back: "TakenBack | None"
    lines: tuple[LineFacts, ...]

    @property
    def more_count(self) -> int:
        """How many lines there are beside the first."""
        return len(self.lines) - 1

    @property
    def points_left_tenths(self) -> int:
        """The points it earned, less those that went back with what was taken back."""
        return self.points_earned_tenths - (self.taken_back.points_tenths if self.taken_back else 0)

    @property
    def has_reduced(self) -> bool:
        return any(line.is_reduced for line in self.lines)


@dataclass(frozen=True, slots=True)
class ReversalFacts:
    """One reversal of a purchase: what it gave back in yen, and the points it took in tenths."""

    posted_at: datetime
    store: str
    total_yen: Yen
    tenders: tuple[tuple[str, Yen], ...]
    points_tenths: TenthPoints


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What reversals took back of a purchase, the earliest first."""

    reversals: tuple[ReversalFacts, ...]

    @property
    def total_yen(self) -> Yen:
        return Yen(sum(each.total_yen for each in self.reversals))

    @property
    def points_tenths(self) -> TenthPoints:
        return TenthPoints(sum(each.points_tenths for each in self.reversals))


class _Balances(msgspec.Struct):
    prepaid: int


class _Receipt(msgspec.Struct):
    """What the history reads of the stored answer: the balance the customer was told."""

    balances: _Balances


_receipt = msgspec.json.Decoder(_Receipt).decode


class _Bought(NamedTuple):
    """A row of `purchases_between.sql`."""

    entry_id: UUID
    posted_at: datetime
    occurred_at: datetime
    is_offline: bool
    store: str
    receipt_number: str
    total_yen: int
    meal_card_yen: int
    prepaid_yen: int
    cash_yen: int
    other_yen: int
    shortfall_yen: int
    collected_yen: int
    debt_recovered_yen: int
    points_earned_tenths: int
    points_converted_tenths: int
    auto_top_up_yen: int
    receipt: bytes


# The same of one purchase, as Django names them.
_ELSEWHERE = {"store": "store__name", "receipt": "entry__receipt"}
_BOUGHT = [_ELSEWHERE.get(name, name) for name in _Bought._fields]


def purchases(
    *,
    coop_id: int,
    member_id: int,
    since: datetime,
    before: datetime,
    genres: Collection[str] = GENRES,
    store_id: int | None = None,
    is_prepaid: bool = False,
) -> tuple[PurchaseFacts, ...]:
    """The purchases of a time that hold something of these genres, the latest first.

    Of one store where `store_id` is given; `is_prepaid` leaves out what prepaid money paid nothing
    of.
    """
    of_whom: dict[str, Any] = {"coop": coop_id, "member": member_id}
    when = {"since": since, "before": before}
    narrowed = {"store": store_id, "is_prepaid": is_prepaid}
    with connection.cursor() as cursor:
        cursor.execute(_sql.purchases_between, of_whom | when | narrowed)
        return _told([_Bought(*row) for row in cursor.fetchall()], genres)


def purchase(*, coop_id: int, member_id: int, entry_id: UUID) -> PurchaseFacts | None:
    """One purchase of a member; None for what is unknown and for what is somebody else's."""
    rows = Purchase.objects.filter(coop_id=coop_id, member_id=member_id, entry_id=entry_id)
    told = _told([_Bought(*row) for row in rows.values_list(*_BOUGHT)], GENRES)
    return told[0] if told else None


def reversed_top_ups(
    *, coop_id: int, member_id: int, entry_ids: Collection[UUID]
) -> dict[UUID, datetime]:
    """Which of these top-ups were taken back, and when."""
    rows = Reversal.objects.filter(
        coop_id=coop_id, member_id=member_id, is_top_up=True, original_id__in=list(entry_ids)
    )
    return dict(rows.values_list("original_id", "posted_at"))


def first_day(*, coop_id: int, member_id: int) -> date | None:
    """The day of a member's first purchase, if there is one."""
    rows = Purchase.objects.filter(coop_id=coop_id, member_id=member_id)
    moment = rows.order_by("posted_at").values_list("posted_at", flat=True).first()
    return clock.tokyo_date(moment) if moment else None


def _told(found: Sequence[_Bought], genres: Collection[str]) -> tuple[PurchaseFacts, ...]:
    taken_back = _taken_back(found)
    lines = _lines(found, taken_back)
    return tuple(
        _facts(row, lines[row.entry_id], taken_back.get(row.entry_id), genres)
        for row in found
        if any(line.genre in genres for line in lines[row.entry_id])
    )


def _taken_back(found: Sequence[_Bought]) -> dict[UUID, TakenBack]:
    """Of each purchase that was reversed, what was taken back."""
    rows = Reversal.objects.filter(original_id__in=[row.entry_id for row in found])
    reversals: dict[UUID, list[ReversalFacts]] = {}
    for row in rows.select_related("store").order_by("original_id", "number"):
        tenders = _paid(row.meal_card_yen, row.prepaid_yen, row.cash_yen, row.other_yen)
        points = row.points_taken_back_tenths + row.points_redeemed_tenths
        reversals.setdefault(row.original_id, []).append(
            ReversalFacts(
                row.posted_at, row.store.name, Yen(row.total_yen), tenders, TenthPoints(points)
            )
        )
    return {original: TakenBack(tuple(each)) for original, each in reversals.items()}


def _paid(
    meal_card_yen: int, prepaid_yen: int, cash_yen: int, other_yen: int
) -> tuple[tuple[str, Yen], ...]:
    """The tenders that paid something, or gave it back."""
    yen = (meal_card_yen, prepaid_yen, cash_yen, other_yen)
    kinds = ("meal_card", "prepaid", "cash", "other")
    return tuple((kind, Yen(part)) for kind, part in zip(kinds, yen, strict=True) if part)


def _lines(
    found: Sequence[_Bought], taken_back: Collection[UUID]
) -> dict[UUID, tuple[LineFacts, ...]]:
    """The lines of each purchase in their order."""
    by_purchase: dict[UUID, list[LineFacts]] = {row.entry_id: [] for row in found}
    returned = _returned(taken_back) if taken_back else {}
    rows = PurchaseLine.objects.filter(purchase_id__in=list(by_purchase))
    # Plain rows: a month has hundreds, and making a model of each took longer than reading it.
    told = rows.order_by("purchase_id", "position").values_list(
        "purchase_id", "position", "name", "genre", "quantity", "amount_yen", "tax_rate"
    )
    for purchase_id, position, name, genre, quantity, yen, tax_rate in told:
        by_purchase[purchase_id].append(
            LineFacts(
                name,
                genre,
                quantity,
                Yen(yen),
                tax_rate,
                *returned.get((purchase_id, position), NONE),
            )
        )
    return {entry_id: tuple(lines) for entry_id, lines in by_purchase.items()}


def _returned(originals: Collection[UUID]) -> dict[tuple[UUID, int], tuple[int, Yen]]:
    """Pieces and yen that came back, by purchase and position of the line."""
    rows = ReversalLine.objects.filter(reversal__original_id__in=list(originals))
    sums = rows.values_list("reversal__original_id", "position").annotate(
        Sum("quantity"), Sum("amount_yen")
    )
    return {(original, position): (pieces, Yen(yen)) for original, position, pieces, yen in sums}


def _facts(
    row: _Bought,
    lines: Sequence[LineFacts],
    taken_back: TakenBack | None,
    genres: Collection[str],
) -> PurchaseFacts:
    prepaid_yen = row.prepaid_yen - row.shortfall_yen
    return PurchaseFacts(
        entry_id=row.entry_id,
        posted_at=row.posted_at,
        occurred_at=row.occurred_at,
        is_offline=row.is_offline,
        store=row.store,
        receipt_number=row.receipt_number,
        total_yen=Yen(row.total_yen),
        shown_yen=Yen(sum(line.left_yen for line in lines if line.genre in genres)),
        tenders=_paid(row.meal_card_yen, prepaid_yen, row.cash_yen, row.other_yen),
        shortfall_yen=Yen(row.shortfall_yen),
        collected_yen=Yen(row.collected_yen),
        debt_recovered_yen=Yen(row.debt_recovered_yen),
        points_earned_tenths=TenthPoints(row.points_earned_tenths),
        points_converted_tenths=TenthPoints(row.points_converted_tenths),
        auto_top_up_yen=Yen(row.auto_top_up_yen),
        prepaid_after_yen=Yen(_receipt(bytes(row.receipt)).balances.prepaid),
        taken_back=taken_back,
        lines=tuple(lines),
    )
