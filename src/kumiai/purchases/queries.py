"""What a member bought: totals since joining, use by month, and the purchases of a month."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection
from django.db.models import F, Max, Sum

from kumiai.kit import clock, sql
from kumiai.kit.money import TenthPoints, Yen
from kumiai.purchases.models import GENRES, Purchase, PurchaseLine, Reversal, ReversalLine

_sql = sql.load("kumiai.purchases")

LEARNING = ("books", "learning_goods")


@dataclass(frozen=True, slots=True)
class Bought:
    """How many purchases, their sum in yen, and the points they earned in tenths."""

    count: int
    total_yen: Yen
    points_tenths: TenthPoints


@dataclass(frozen=True, slots=True)
class MonthUse:
    """What was used in a month, in yen: prepaid money, and what was bought by genre."""

    month: date
    prepaid_yen: Yen
    genres_yen: dict[str, Yen]


@dataclass(frozen=True, slots=True)
class Overview:
    """Lifetime totals before this day (their count is not asked for) and of it, by any tender."""

    before: Bought
    today: Bought
    months: tuple[MonthUse, ...]


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
class TakenBack:
    """What reversals took back of a purchase, together: yen, points in tenths, when last."""

    total_yen: Yen
    points_tenths: TenthPoints
    last_at: datetime


class _Balances(msgspec.Struct):
    prepaid: int


class _Receipt(msgspec.Struct):
    """What the history reads of the stored answer: the balance the customer was told."""

    balances: _Balances


_receipt = msgspec.json.Decoder(_Receipt).decode


def overview(
    *, coop_id: int, member_id: int, at: datetime, months_from: date, months_before: datetime
) -> Overview:
    """Everything bought up to `at`, today apart (guide row G26), and the use by month (G29).

    Less what was taken back: of the totals on the day it was, of the months where it was bought.

    The months begin with that of `months_from`; what was posted from `months_before` on does not
    count in them.
    """
    parameters: dict[str, Any] = {
        "coop": coop_id,
        "member": member_id,
        "split": clock.day_start(clock.tokyo_date(at)),
        "until": at,
        "months_from": clock.day_start(months_from),
        "months_before": months_before,
    }
    with connection.cursor() as cursor:
        cursor.execute(_sql.member_overview, parameters)
        rows = cursor.fetchall()
    yen_before, tenths_before, count, yen, tenths = rows[0][:5]
    return Overview(
        before=Bought(0, yen_before, tenths_before),
        today=Bought(count, yen, tenths),
        months=tuple(_month_use(*row[5:]) for row in rows if row[5] is not None),
    )


def nothing_used(month: date) -> MonthUse:
    """A month without purchases."""
    return MonthUse(month, Yen(0), {genre: Yen(0) for genre in GENRES})


def purchases(
    *,
    coop_id: int,
    member_id: int,
    since: datetime,
    before: datetime,
    genres: Collection[str] = GENRES,
) -> tuple[PurchaseFacts, ...]:
    """The purchases of a time that hold something of these genres, the latest first."""
    rows = (
        Purchase.objects.filter(
            coop_id=coop_id, member_id=member_id, posted_at__gte=since, posted_at__lt=before
        )
        .select_related("entry", "store")
        .order_by("-posted_at", "-entry_id")
    )
    found = list(rows)
    taken_back = _taken_back(found)
    lines = _lines(found, taken_back)
    return tuple(
        _facts(row, lines[row.entry_id], taken_back.get(row.entry_id), genres)
        for row in found
        if any(line.genre in genres for line in lines[row.entry_id])
    )


def first_day(*, coop_id: int, member_id: int) -> date | None:
    """The day of a member's first purchase, if there is one."""
    rows = Purchase.objects.filter(coop_id=coop_id, member_id=member_id)
    moment = rows.order_by("posted_at").values_list("posted_at", flat=True).first()
    return clock.tokyo_date(moment) if moment else None


def _month_use(month: date, prepaid_yen: int, *genres_yen: int) -> MonthUse:
    by_genre = {genre: Yen(int(yen)) for genre, yen in zip(GENRES, genres_yen, strict=True)}
    return MonthUse(month, Yen(int(prepaid_yen)), by_genre)


def _taken_back(found: Sequence[Purchase]) -> dict[UUID, TakenBack]:
    """Of each purchase that was reversed, what was taken back in all."""
    rows = Reversal.objects.filter(original_id__in=[row.entry_id for row in found])
    sums = rows.values_list("original_id").annotate(
        yen=Sum("total_yen"),
        tenths=Sum(F("points_taken_back_tenths") + F("points_redeemed_tenths")),
        last_at=Max("posted_at"),
    )
    return {original: TakenBack(Yen(yen), TenthPoints(t), at) for original, yen, t, at in sums}


def _lines(
    found: Sequence[Purchase], taken_back: Collection[UUID]
) -> dict[UUID, tuple[LineFacts, ...]]:
    """The lines of each purchase in their order."""
    by_purchase: dict[UUID, list[LineFacts]] = {row.entry_id: [] for row in found}
    returned = _returned(taken_back) if taken_back else {}
    rows = PurchaseLine.objects.filter(purchase_id__in=list(by_purchase))
    for line in rows.order_by("purchase_id", "position"):
        quantity, yen = returned.get((line.purchase_id, line.position), (0, 0))
        by_purchase[line.purchase_id].append(
            LineFacts(
                name=line.name,
                genre=line.genre,
                quantity=line.quantity,
                amount_yen=Yen(line.amount_yen),
                tax_rate=line.tax_rate,
                returned_quantity=quantity,
                returned_yen=Yen(yen),
            )
        )
    return {entry_id: tuple(lines) for entry_id, lines in by_purchase.items()}


def _returned(originals: Collection[UUID]) -> dict[tuple[UUID, int], tuple[int, int]]:
    """Pieces and yen that came back, by purchase and position of the line."""
    rows = ReversalLine.objects.filter(reversal__original_id__in=list(originals))
    sums = rows.values_list("reversal__original_id", "position").annotate(
        Sum("quantity"), Sum("amount_yen")
    )
    return {(original, position): (pieces, yen) for original, position, pieces, yen in sums}


def _facts(
    row: Purchase,
    lines: Sequence[LineFacts],
    taken_back: TakenBack | None,
    genres: Collection[str],
) -> PurchaseFacts:
    tenders: dict[str, Any] = {
        "meal_card": row.meal_card_yen,
        "prepaid": row.prepaid_yen - row.shortfall_yen,
        "cash": row.cash_yen,
        "other": row.other_yen,
    }
    return PurchaseFacts(
        entry_id=row.entry_id,
        posted_at=row.posted_at,
        occurred_at=row.occurred_at,
        is_offline=row.is_offline,
        store=row.store.name,
        receipt_number=row.receipt_number,
        total_yen=Yen(row.total_yen),
        shown_yen=Yen(sum(line.left_yen for line in lines if line.genre in genres)),
        tenders=tuple((kind, Yen(yen)) for kind, yen in tenders.items() if yen),
        shortfall_yen=Yen(row.shortfall_yen),
        collected_yen=Yen(row.collected_yen),
        debt_recovered_yen=Yen(row.debt_recovered_yen),
        points_earned_tenths=TenthPoints(row.points_earned_tenths),
        points_converted_tenths=TenthPoints(row.points_converted_tenths),
        auto_top_up_yen=Yen(row.auto_top_up_yen),
        prepaid_after_yen=Yen(_receipt(bytes(row.entry.receipt)).balances.prepaid),
        taken_back=taken_back,
        lines=tuple(lines),
    )
