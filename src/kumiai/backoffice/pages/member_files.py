"""`/office/files/members`: a member file looked at, then taken in as the command does it."""

import hashlib
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kumiai.backoffice import access
from kumiai.backoffice.forms.deposits import MemberFileForm
from kumiai.backoffice.viewer import StaffRequest
from kumiai.joining import member_file
from kumiai.joining.member_file import Report
from kumiai.kit import clock, csv_text
from kumiai.members import imports
from kumiai.members.actions import CannotTakeIn
from kumiai.members.imports import MemberFile, RowProblem

_PROBLEMS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file would change, or has changed; `leaving` rows tell a day of leaving."""

    report: Report
    leaving: int
    digest: str
    is_taken_in: bool


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.DESK)
def member_files(request: StaffRequest) -> HttpResponse:
    """The first time a file is only looked at; chosen once more, it is taken in."""
    if request.method != "POST":
        return _page(request, MemberFileForm())
    form = MemberFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    raw = form.cleaned_data["file"].read()
    file = _read(request, form, raw)
    looked = _look(request, form, file, raw) if file and not file.problems else None
    if looked is None:
        return _page(request, form, problems=file.problems if file else (), status=422)
    return _page(request, MemberFileForm(), looked=looked)


def _read(request: StaffRequest, form: MemberFileForm, raw: bytes) -> MemberFile | None:
    """The file beside what is stored, or None and the reason in the form."""
    today = clock.tokyo_date(clock.now())
    try:
        file = imports.read(raw, coop_id=request.coop.id, today=today)
    except csv_text.NotCsv as problem:
        is_english = translation.get_language() == "en"
        form.add_error("file", problem.english if is_english else problem.japanese)
        return None
    file = member_file.against_stored(file, on=today)
    if file.problems:
        words = _("%(count)s行に誤りがあるため、何も取り込んでいません。")
        form.add_error("file", words % {"count": len(file.problems)})
    return file


def _look(
    request: StaffRequest, form: MemberFileForm, file: MemberFile, raw: bytes
) -> Looked | None:
    """What the file would change; taken in where its digest is that of what was looked at."""
    digest, wanted = hashlib.sha256(raw).hexdigest(), form.cleaned_data["digest"]
    if wanted and wanted != digest:
        form.add_error("file", _("確認したファイルと内容が違います。もう一度確認してください。"))
        return None
    verb = member_file.take_in if wanted else member_file.preview
    try:
        report = verb(file, by=request.viewer.actor, at=clock.now())
    except CannotTakeIn as problem:
        form.add_error("file", str(problem))
        return None
    return Looked(report, member_file.leaving(file), digest, is_taken_in=bool(wanted))


def _page(
    request: StaffRequest,
    form: MemberFileForm,
    *,
    problems: tuple[RowProblem, ...] = (),
    looked: Looked | None = None,
    status: int = 200,
) -> HttpResponse:
    is_english = translation.get_language() == "en"
    if looked and not looked.is_taken_in:
        form = MemberFileForm(initial={"digest": looked.digest})
    context = {
        "form": form,
        "looked": looked,
        "problems": [
            (row.line, row.column, row.english if is_english else row.japanese)
            for row in sorted(problems, key=lambda row: row.line)[:_PROBLEMS_SHOWN]
        ],
    }
    return render(request, "backoffice/member_files.html", context, status=status)
