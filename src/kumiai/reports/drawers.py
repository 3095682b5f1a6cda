"""What should lie in a drawer, and what was counted there.

The books have a sale made offline on the business date it was told; the drawer has its cash on the
day it was made. So what a drawer should hold moves such cash back to its day.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from kumiai.coops.rules import Actor
from kumiai.coops.staff import queries as staff
from kumiai.kit import sql
from kumiai.reports.models import DrawerCount

_sql = sql.load(__package__)


@dataclass(frozen=True, slots=True)
class Offline:
    """Sales made offline, in yen: those booked on the day, and what was told on another day.

    `booked` counts those in the day's books, of which `earlier` were made before it. `later` were
    made on the day and are in later books. `kept` are with unknown cards and in no books.
    """

    booked_count: int = 0
    booked_yen: int = 0
    earlier_count: int = 0
    earlier_yen: int = 0
    earlier_cash_yen: int = 0
    later_count: int = 0
    later_yen: int = 0
    later_cash_yen: int = 0
    kept_count: int = 0
    kept_yen: int = 0


@dataclass(frozen=True, slots=True)
class Count:
    """What somebody counted in a drawer, in yen, with the change that lay in it before."""

    counted_yen: int
    float_yen: int
    note: str
    at: datetime
    by: Actor
    by_name: str


@dataclass(frozen=True, slots=True)
class Drawer:
    """Cash of one day in one drawer, in yen: by the books, as it should lie there, as counted."""

    booked_yen: int
    offline: Offline
    counts: tuple[Count, ...]

    @property
    def due_yen(self) -> int:
        """What the day should have brought into the drawer."""
        return self.booked_yen - self.offline.earlier_cash_yen + self.offline.later_cash_yen

    @property
    def count(self) -> Count | None:
        """The count that holds: the latest."""
        return self.counts[-1] if self.counts else None

    @property
    def has_cash(self) -> bool:
        """Whether cash has come in or gone out, or was counted."""
        return bool(self.due_yen or self.booked_yen or self.counts)

    @property
    def is_waiting(self) -> bool:
        """Whether it should be counted and has not been."""
        return bool(self.due_yen and not self.counts)

    @property
    def difference_yen(self) -> int | None:
        """What was counted beyond the change and what is due; below zero where cash lacks."""
        if self.count is None:
            return None
        return self.count.counted_yen - self.count.float_yen - self.due_yen


def counts(*, coop_id: int, business_date: date) -> Mapping[int, tuple[Count, ...]]:
    """Every count of a day by terminal, the latest last."""
    rows = DrawerCount.objects.filter(coop_id=coop_id, business_date=business_date)
    found = list(rows.order_by("id"))
    names = staff.names(
        coop_id=coop_id, staff_ids={int(row.by_id) for row in found if row.by_kind == "staff"}
    )
    counted: dict[int, list[Count]] = defaultdict(list)
    for row in found:
        by = Actor(row.by_kind, row.by_id)  # type: ignore[arg-type]
        name = names.get(int(row.by_id), "") if row.by_kind == "staff" else ""
        counted[row.terminal_id].append(
            Count(row.counted_yen, row.float_yen, row.note, row.counted_at, by, name or row.by_id)
        )
    return {terminal_id: tuple(some) for terminal_id, some in counted.items()}


def offline(*, coop_id: int, first: date, last: date) -> Mapping[tuple[date, int], Offline]:
    """The sales made offline that concern these days, by day and terminal."""
    about: dict[str, Any] = {"coop": coop_id, "first": first, "last": last}
    found: dict[tuple[date, int], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    with connection.cursor() as cursor:
        cursor.execute(_sql.offline_told, about)
        for made_on, booked_on, terminal_id, is_kept, count, yen, cash_yen in cursor.fetchall():
            booked, made = found[booked_on, terminal_id], found[made_on, terminal_id]
            if is_kept:
                _add(booked, "kept", count, yen)
                continue
            _add(booked, "booked", count, yen)
            # A clock that is ahead tells of tomorrow: such a sale is of the day it is booked on.
            if made_on < booked_on:
                _add(booked, "earlier", count, yen, cash_yen)
                _add(made, "later", count, yen, cash_yen)
    return {key: Offline(**sums) for key, sums in found.items() if first <= key[0] <= last}


def _add(
    sums: dict[str, int], name: str, count: int, yen: int, cash_yen: int | None = None
) -> None:
    sums[f"{name}_count"] += count
    sums[f"{name}_yen"] += yen
    if cash_yen is not None:
        sums[f"{name}_cash_yen"] += cash_yen
