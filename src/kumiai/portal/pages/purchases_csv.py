"""`/purchases.csv`: the history that is shown, to be taken along (guide row B6)."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kumiai.coops import queries as coops
from kumiai.kit import clock, csv_text
from kumiai.portal import access, histories, whose, wording
from kumiai.portal.histories import SINGLE, Asked
from kumiai.portal.viewer import ViewersRequest
from kumiai.portal.whose import Shown
from kumiai.purchases.queries import PurchaseFacts

# What is asked for by name, and how Python writes it: for spreadsheets, and for older ones.
ENCODINGS = {"utf-8": "utf-8-sig", "cp932": "cp932"}

Row = Sequence[object]


@require_safe
@access.logged_in
def purchases_csv(request: ViewersRequest) -> HttpResponse:
    """What `/purchases` shows for the same query as CSV; in CP932 with `&encoding=cp932`."""
    shown = whose.shown(request)
    asked = histories.asked(request, coops.stores(shown.coop_id), clock.tokyo_date(shown.at))
    encoding = ENCODINGS.get(request.GET.get("encoding", "utf-8"))
    if encoding is None:
        raise Http404
    if not asked.tab.sections | SINGLE <= shown.seen:
        return whose.not_shared(request, shown)
    if asked.month not in histories.month_choices(asked, shown):
        raise Http404
    whose.note_looked(shown, *asked.tab.sections, *SINGLE)
    rows = (
        _bought(shown, asked, emoney_name=request.coop.emoney_name)
        if asked.genres
        else _moved(shown, asked)
    )
    response = HttpResponse(_written(rows, encoding), content_type=f"text/csv; charset={encoding}")
    name = f"{asked.key}-{asked.month:%Y-%m}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _bought(shown: Shown, asked: Asked, *, emoney_name: str) -> Iterator[Row]:
    """A row for each line of a receipt; what is said of the whole receipt stands in each."""
    yield (
        *(_("日時"), _("店舗"), _("レシート番号"), _("商品"), _("ジャンル"), _("点数")),
        *(_("金額（円）"), _("税率（%）"), _("返品した点数"), _("返品した金額（円）")),
        *(_("お支払い方法"), _("レシートの合計（円）"), _("獲得ポイント")),
    )
    found = histories.bought_in(shown, asked)
    names = wording.TENDERS | {"prepaid": emoney_name}
    for facts in found:
        tenders = " ".join(f"{names[kind]} {yen}" for kind, yen in facts.tenders)
        yield from _lines(facts, asked.genres, tenders)


def _lines(facts: PurchaseFacts, genres: Sequence[str], tenders: str) -> Iterator[Row]:
    for line in facts.lines:
        if line.genre in genres:
            yield (
                *(_moment(facts.posted_at), facts.store, facts.receipt_number, line.name),
                *(wording.GENRES[line.genre], line.quantity, line.amount_yen, line.tax_rate),
                *(line.returned_quantity, line.returned_yen, tenders, facts.total_yen),
                Decimal(facts.points_earned_tenths) / 10,
            )


def _moved(shown: Shown, asked: Asked) -> Iterator[Row]:
    """A row for each movement of prepaid money, or of a debt."""
    yield (
        *(_("日時"), _("内容"), _("店舗"), _("金額（円）"), _("残高（円）")),
        _("残りの不足（円）"),
    )
    story = histories.moved_in(shown, asked.month)
    for step in reversed(story.steps):
        if asked.key == "prepaid" or histories.is_top_up(step):
            yield (
                *(_moment(step.posted_at), wording.of_step(step), step.place, step.change_yen),
                *(("", step.after_yen) if step.is_debt else (step.after_yen, "")),
            )


def _moment(at: datetime) -> str:
    """As spreadsheets read it: `2026-11-25 12:05`, in Tokyo."""
    return f"{at.astimezone(clock.TOKYO):%Y-%m-%d %H:%M}"


def _written(rows: Iterable[Row], encoding: str) -> bytes:
    """What the encoding does not have is written as a question mark."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(
        [_cell(value) for value in row] for row in rows
    )
    return text.getvalue().encode(encoding, errors="replace")


def _cell(value: object) -> object:
    """A number as it is; a text so that no spreadsheet computes it."""
    if isinstance(value, int | Decimal):
        return value
    return csv_text.inert(str(value))
