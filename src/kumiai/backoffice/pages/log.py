"""`/office/log`: who did what to whom, by person, member and day; also as CSV."""

import csv
import io
from collections.abc import Iterator
from itertools import islice

import msgspec
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kumiai.backoffice import access, acts_in_words
from kumiai.backoffice.forms.log import LogForm
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops import actions as coops
from kumiai.coops.staff import log as room
from kumiai.coops.staff import queries as staff
from kumiai.coops.staff.log import Wanted
from kumiai.kit import clock, csv_text
from kumiai.ui import paging

_ROWS_AT_ONCE = 1000
A_PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MANAGER)
def log(request: StaffRequest) -> HttpResponseBase:
    """Today's acts, or those that are asked for; looking is an act as well.

    What is asked for is posted: a member's number stands in no address.
    """
    form = LogForm(
        request.POST if request.method == "POST" else {},
        people=staff.staff(request.coop.id),
        today=clock.tokyo_date(clock.now()),
    )
    if not form.is_valid():
        return render(request, "backoffice/log.html", {"form": form, "lines": []}, status=422)
    wanted = form.wanted()
    if request.method == "POST":
        _note(request, wanted)
    if request.POST.get("as") == "csv":
        return _csv(request.coop.id, wanted)
    page = paging.page(
        request.POST,
        "page",
        size=A_PAGE,
        part=lambda part: room.acts(coop_id=request.coop.id, wanted=wanted, part=part),
    )
    shown = {
        "form": form,
        "wanted": wanted,
        "lines": acts_in_words.lines(request.coop.id, page.items),
        "page": page,
    }
    return render(request, "backoffice/log.html", shown)


def _note(request: StaffRequest, wanted: Wanted) -> None:
    coops.record_act(
        coop_id=request.coop.id,
        by=request.viewer.actor,
        verb="read_log",
        subject=f"member:{wanted.member_number}" if wanted.member_number else "log",
        at=clock.now(),
        details={"first": wanted.first.isoformat(), "last": wanted.last.isoformat()},
    )


def _csv(coop_id: int, wanted: Wanted) -> HttpResponseBase:
    """In UTF-8 with the mark spreadsheets ask for; cells that look like formulas are quoted."""
    name = f"log-{wanted.first.isoformat()}-{wanted.last.isoformat()}.csv"
    response = StreamingHttpResponse(
        _written(coop_id, wanted), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _written(coop_id: int, wanted: Wanted) -> Iterator[bytes]:
    heading = (_("日時"), _("誰が"), _("名前"), _("操作"), _("対象"), _("理由"), _("詳細"))
    yield b"\xef\xbb\xbf" + _row(heading)
    acts = room.every_act(coop_id=coop_id, wanted=wanted)
    while some := list(islice(acts, _ROWS_AT_ONCE)):
        for line in acts_in_words.lines(coop_id, some):
            yield _row(
                (
                    line.at.astimezone(clock.TOKYO).isoformat(timespec="seconds"),
                    str(line.kind),
                    line.who,
                    str(line.what),
                    line.subject,
                    line.reason,
                    msgspec.json.encode(line.details).decode(),
                )
            )


def _row(cells: tuple[str, ...]) -> bytes:
    file = io.StringIO()
    csv.writer(file).writerow("'" + cell if csv_text.is_formula(cell) else cell for cell in cells)
    return file.getvalue().encode()
