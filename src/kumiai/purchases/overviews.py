"""What a member bought in all, and how much of it in each month: for the top page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from kumiai.kit import clock, sql
from kumiai.kit.money import TenthPoints, Yen
from kumiai.purchases.models import GENRES

_sql = sql.load("kumiai.purchases")


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


def _month_use(month: date, prepaid_yen: int, *genres_yen: int) -> MonthUse:
    by_genre = {genre: Yen(int(yen)) for genre, yen in zip(GENRES, genres_yen, strict=True)}
    return MonthUse(month, Yen(int(prepaid_yen)), by_genre)
