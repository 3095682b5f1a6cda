"""What a member bought: totals since joining, use by month, and the purchases of a month."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection

from kumiai.kit import clock, sql
from kumiai.kit.money import TenthPoints, Yen
from kumiai.purchases.models import GENRES, Purchase, PurchaseLine

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
    """One line of a receipt: amounts in yen, the tax rate in percent."""

    name: str
    genre: str
    quantity: int
    amount_yen: Yen
    tax_rate: int

    @property
    def is_reduced(self) -> bool:
        """Whether the reduced rate applies, which a receipt marks with ※."""
        return self.tax_rate == 8


@dataclass(frozen=True, slots=True)
class PurchaseFacts:
    """One purchase as the history shows it; yen, and points in tenths.

    `shown_yen` is what counts in the history it is shown in: the whole, or the lines of its genres.
    `tenders` name only what paid something.
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
    lines: tuple[LineFacts, ...]

    @property
    def more_count(self) -> int:
        """How many lines there are beside the first."""
        return len(self.lines) - 1

    @property
    def has_reduced(self) -> bool:
        return any(line.is_reduced for line in self.lines)


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
    lines = _lines(found)
    return tuple(
        _facts(row, lines[row.entry_id], genres)
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


def _lines(found: Sequence[Purchase]) -> dict[UUID, tuple[LineFacts, ...]]:
    """The lines of each purchase in their order."""
    by_purchase: dict[UUID, list[LineFacts]] = {row.entry_id: [] for row in found}
    rows = PurchaseLine.objects.filter(purchase_id__in=list(by_purchase))
    for line in rows.order_by("purchase_id", "position"):
        by_purchase[line.purchase_id].append(
            LineFacts(
                name=line.name,
                genre=line.genre,
                quantity=line.quantity,
                amount_yen=Yen(line.amount_yen),
                tax_rate=line.tax_rate,
            )
        )
    return {entry_id: tuple(lines) for entry_id, lines in by_purchase.items()}


def _facts(row: Purchase, lines: Sequence[LineFacts], genres: Collection[str]) -> PurchaseFacts:
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
        shown_yen=Yen(sum(line.amount_yen for line in lines if line.genre in genres)),
        tenders=tuple((kind, Yen(yen)) for kind, yen in tenders.items() if yen),
        shortfall_yen=Yen(row.shortfall_yen),
        collected_yen=Yen(row.collected_yen),
        debt_recovered_yen=Yen(row.debt_recovered_yen),
        points_earned_tenths=TenthPoints(row.points_earned_tenths),
        points_converted_tenths=TenthPoints(row.points_converted_tenths),
        auto_top_up_yen=Yen(row.auto_top_up_yen),
        prepaid_after_yen=Yen(_receipt(bytes(row.entry.receipt)).balances.prepaid),
        lines=tuple(lines),
    )
