"""`/purchases/totals`: by year and month, and why they differ from the top-ups (guide row G49)."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kumiai.identity.sections import Section
from kumiai.portal import access, whose, wording
from kumiai.portal.viewer import ViewersRequest
from kumiai.portal.whose import Shown
from kumiai.purchases import totals as purchase_totals
from kumiai.purchases.models import GENRES
from kumiai.purchases.totals import MonthTotal
from kumiai.wallet import histories as wallet_histories


@dataclass(frozen=True, slots=True)
class Year:
    """A calendar year, its sum in yen by genre and in all, and its months; the latest first."""

    year: int
    genres_yen: Sequence[int]
    yen: int
    months: Sequence[MonthTotal]


@require_safe
@access.logged_in
def totals(request: ViewersRequest) -> HttpResponse:
    """Since joining, by any means; a guardian sees as much as is shared."""
    shown = whose.shown(request)
    if not shown.has_totals:
        return whose.not_shared(request, shown)
    whose.note_looked(shown, Section.TOTALS, Section.BALANCES)
    whom = {"coop_id": shown.coop_id, "member_id": shown.member_id}
    context = {
        "shown": shown,
        "genres": [wording.GENRES[genre] for genre in GENRES],
        "years": _years(purchase_totals.by_month(**whom, at=shown.at)),
        "paid": purchase_totals.by_tender(**whom, at=shown.at),
        **(_explained(shown) if shown.has_balances else {}),
        "largest": purchase_totals.largest_elsewhere(**whom) if shown.has_details else (),
    }
    return render(request, "portal/totals.html", context)


def _years(months: Sequence[MonthTotal]) -> list[Year]:
    by_year = itertools.groupby(months, lambda each: each.month.year)
    return [_year(year, list(group)) for year, group in by_year]


def _year(year: int, months: Sequence[MonthTotal]) -> Year:
    by_genre = [sum(month.genres_yen[genre] for month in months) for genre in GENRES]
    return Year(year, by_genre, sum(by_genre), months)


def _explained(shown: Shown) -> dict[str, Any]:
    """The top-ups and what became of them, beside everything bought."""
    top_ups = wallet_histories.top_ups(
        coop_id=shown.coop_id, member_id=shown.member_id, at=shown.at
    )
    return {"top_ups": top_ups}
