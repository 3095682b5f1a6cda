"""`/office/reports`: the money reports, as pages to print and as files."""

from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any, cast

from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kumiai.backoffice import access, report_kinds, report_tables
from kumiai.backoffice.forms.reports import OnForm
from kumiai.backoffice.report_kinds import KINDS
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops import actions as coops
from kumiai.kit import clock
from kumiai.reports import csv_file, evidence, xlsx_file
from kumiai.reports.evidence import CannotProve
from kumiai.reports.paper import Paper

# What a file is called where the report's own name says too little.
NAMES = {"day": "day-close"}
KEPT_IN_MEMORY = 4 * 1024 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@access.office(*access.COUNTING)
def reports(request: StaffRequest) -> HttpResponse:
    """Which reports there are, for the role."""
    is_accounting = request.viewer.staff.role in access.ACCOUNTING
    shown = {"kinds": KINDS if is_accounting else {}}
    return render(request, "backoffice/reports.html", shown)


@require_safe
@access.office(*access.ACCOUNTING)
def report(request: StaffRequest, name: str) -> HttpResponseBase:
    """One report for what the form asks: as a page, or with `file` as a file."""
    if name not in KINDS:
        raise Http404
    kind, at = KINDS[name], clock.now()
    form = kind.form(request.GET) if request.GET else kind.form(initial=kind.usual(_today(at)))
    if form.is_bound and not form.is_valid():
        shown = {"title": kind.title, "form": form}
        return render(request, "backoffice/report.html", shown, status=422)
    asked = report_kinds.asked(kind, form, at) if form.is_bound else kind.usual(_today(at))
    before, after = report_kinds.around(kind, asked)
    return given(
        request,
        kind.made(request.coop, asked, at),
        {
            "name": name,
            "form": kind.form(initial=asked),
            "query": report_kinds.query(asked),
            "earlier": f"?{report_kinds.query(before)}",
            "later": f"?{report_kinds.query(after)}",
        },
        period=report_kinds.period(asked),
    )


@require_safe
@access.office(*access.ACCOUNTING)
def evidence_zip(request: StaffRequest) -> HttpResponseBase:
    """The evidence of a base date, once it is closed; back to the report where it is not."""
    form, at = OnForm(request.GET), clock.now()
    if not form.is_valid() or not form.cleaned_data["on"]:
        raise Http404
    on, coop = form.cleaned_data["on"], request.coop
    file = _spooled()
    try:
        evidence.write(file, coop_id=coop.id, on=on, at=at)
    except CannotProve:
        file.close()
        return redirect(reverse("office-report", args=["unused"]) + f"?on={on}")
    _note(request, "evidence", on.isoformat(), at)
    return _download(file, f"evidence-{coop.id}-{on}.zip", "application/zip")


def given(
    request: StaffRequest, paper: Paper, more: dict[str, Any], *, period: str, status: int = 200
) -> HttpResponseBase:
    """The paper in the form asked for; who has read it stands in the log.

    A file is named after the report, the co-op and the `period` it holds, whenever it is made.
    """
    _note(request, paper.name, paper.about, paper.as_of)
    wanted = request.GET.get("file")
    if wanted is None:
        tables = report_tables.shown(paper)
        shown = {"title": paper.title, "paper": paper, "tables": tables} | more
        return render(request, "backoffice/report.html", shown, status=status)
    if wanted != "xlsx" and wanted not in csv_file.ENCODINGS:
        raise Http404
    file, name = _spooled(), f"{NAMES.get(paper.name, paper.name)}-{request.coop.id}-{period}"
    if wanted == "xlsx":
        xlsx_file.write(paper, file)
        return _download(file, f"{name}.xlsx", XLSX)
    csv_file.write(paper, file, encoding=wanted)
    return _download(file, f"{name}.csv", "text/csv")


def _spooled() -> IO[bytes]:
    """Short files stay in memory, long ones do not."""
    return cast("IO[bytes]", SpooledTemporaryFile(max_size=KEPT_IN_MEMORY))


def _download(file: IO[bytes], name: str, content_type: str) -> FileResponse:
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=content_type)


def _note(request: StaffRequest, name: str, about: str, at: datetime) -> None:
    coops.record_act(
        coop_id=request.coop.id,
        by=request.viewer.actor,
        verb="read_report",
        subject=f"report:{name}",
        at=at,
        details={"about": about},
    )


def _today(at: datetime) -> Any:
    return clock.tokyo_date(at)
