"""Everything a member ever bought, in sums: by year, month and genre, and by what paid it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F

from kumiai.kit import sql
from kumiai.kit.money import Yen
from kumiai.purchases.models import GENRES, Purchase

_sql = sql.load("kumiai.purchases")

LARGEST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class MonthTotal:
    """What was bought in a month, in yen by genre, less what was taken back of it."""

    month: date
    genres_yen: Mapping[str, Yen]

    @property
    def yen(self) -> int:
        return sum(self.genres_yen.values())


@dataclass(frozen=True, slots=True)
class ByTender:
    """What each tender paid since joining, in yen, less what was taken back.

    `prepaid` has also what was left owing, which comes out of prepaid money later.
    """

    meal_card: Yen
    prepaid: Yen
    cash: Yen
    other: Yen

    @property
    def yen(self) -> int:
        """Lifetime purchases (guide row G26)."""
        return self.meal_card + self.prepaid + self.cash + self.other

    @property
    def beside_prepaid_yen(self) -> int:
        """What prepaid money did not pay (guide row G49)."""
        return self.yen - self.prepaid


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A purchase that was paid in cash or by another means, and how much of it, in yen."""

    entry_id: UUID
    posted_at: datetime
    store: str
    yen: Yen


def by_month(*, coop_id: int, member_id: int, at: datetime) -> tuple[MonthTotal, ...]:
    """The months in which something was bought, the latest first."""
    months: dict[date, dict[str, Yen]] = {}
    parameters: dict[str, Any] = {"coop": coop_id, "member": member_id, "until": at}
    with connection.cursor() as cursor:
        cursor.execute(_sql.totals_by_month, parameters)
        for month, genre, yen in cursor.fetchall():
            months.setdefault(month, dict.fromkeys(GENRES, Yen(0)))[genre] = Yen(yen)
    return tuple(MonthTotal(month, genres) for month, genres in months.items())


def by_tender(*, coop_id: int, member_id: int, at: datetime) -> ByTender:
    """What paid for everything up to a moment."""
    parameters: dict[str, Any] = {"coop": coop_id, "member": member_id, "until": at}
    with connection.cursor() as cursor:
        cursor.execute(_sql.totals_by_tender, parameters)
        return ByTender(*cursor.fetchone())


def largest_elsewhere(*, coop_id: int, member_id: int) -> tuple[Elsewhere, ...]:
    """The largest purchases paid in cash or by another means than the co-op's own, largest first.

    As they were sold, whatever was taken back since.
    """
    rows = (
        Purchase.objects.filter(coop_id=coop_id, member_id=member_id)
        .annotate(elsewhere_yen=F("cash_yen") + F("other_yen"))
        .filter(elsewhere_yen__gt=0)
        .select_related("store")
        .order_by("-elsewhere_yen", "-posted_at", "-entry_id")[:LARGEST_SHOWN]
    )
    return tuple(
        Elsewhere(row.entry_id, row.posted_at, row.store.name, Yen(row.elsewhere_yen))
        for row in rows
    )
