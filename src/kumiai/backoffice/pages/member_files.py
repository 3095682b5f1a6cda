"""`/office/files/members`: member files received, seen, taken in by the worker; and which came."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumiai.backoffice import access, kept_files
from kumiai.backoffice.forms.deposits import MemberFileForm
from kumiai.backoffice.viewer import StaffRequest
from kumiai.backoffice.wording_deposits import MEMBER_FILE_STATES
from kumiai.joining import actions, queries
from kumiai.joining.actions import AtHandAlready
from kumiai.joining.queries import FileFacts, Preview
from kumiai.kit import clock, csv_text
from kumiai.members.imports import RowProblem
from kumiai.ui import paging

_A_PAGE = 50
_PROBLEMS_SHOWN = 200
_AT_WORK = frozenset({"reading", "working"})


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.DESK)
def member_files(request: StaffRequest) -> HttpResponse:
    """Which came; and a file to be received."""
    if request.method != "POST":
        return _files(request, MemberFileForm())
    form = MemberFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _files(request, form, status=422)
    file = form.cleaned_data["file"]
    try:
        file_id = actions.receive(
            coop_id=request.coop.id,
            name=file.name,
            raw=file.read(),
            by=request.viewer.actor,
            at=clock.now(),
        )
    except csv_text.NotCsv as problem:
        form.add_error("file", _words(problem))
        return _files(request, form, status=422)
    except AtHandAlready as problem:
        return _files(request, form, at_hand=problem.earlier, status=422)
    return redirect("office-member-file", file_id)


@require_safe
@access.office(*access.DESK)
def member_file(request: StaffRequest, file_id: int) -> HttpResponse:
    """What a file would change, or has changed, and how far it is; who sees members is logged."""
    try:
        found, preview = queries.opened(coop_id=request.coop.id, file_id=file_id)
    except queries.NoSuchFile as nobody:
        raise Http404 from nobody
    response = render(request, "backoffice/member_file.html", _shown(request, found, preview))
    if found.state in _AT_WORK:
        kept_files.reload_soon(response)
    elif request.method == "GET":
        actions.note_look(
            coop_id=request.coop.id,
            file_id=file_id,
            by=request.viewer.actor,
            at=clock.now(),
            is_whole=False,
        )
    return response


@require_safe
@access.office(*access.DESK)
def original(request: StaffRequest, file_id: int) -> HttpResponse:
    """The file byte by byte as it was received."""
    found = _found(request, file_id)
    raw = queries.raw_of_file(coop_id=request.coop.id, file_id=file_id)
    actions.note_look(
        coop_id=request.coop.id,
        file_id=file_id,
        by=request.viewer.actor,
        at=clock.now(),
        is_whole=True,
    )
    return kept_files.as_received(raw, name=f"members-{found.id}.csv")


@require_POST
@access.office(*access.DESK)
def order(request: StaffRequest, file_id: int) -> HttpResponse:
    """Have the worker take it in."""
    _found(request, file_id)
    return kept_files.decided(request, actions.order, file_id=file_id, page="office-member-file")


@require_POST
@access.office(*access.DESK)
def discard(request: StaffRequest, file_id: int) -> HttpResponse:
    """Give a file up of which nothing is taken in."""
    _found(request, file_id)
    return kept_files.decided(
        request,
        actions.discard,
        file_id=file_id,
        page="office-member-file",
        then="office-member-files",
    )


def _files(
    request: StaffRequest,
    form: MemberFileForm,
    *,
    at_hand: FileFacts | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = paging.page(
        request.GET,
        "files",
        size=_A_PAGE,
        part=lambda part: queries.files(coop_id=request.coop.id, part=part),
    )
    people = kept_files.people(request.coop.id, [*shown.items, *([at_hand] if at_hand else [])])
    if at_hand:
        form.add_error("file", _("同じ内容のファイルが、まだ取り込みの途中です。"))
    context = {
        "form": form,
        "at_hand": at_hand,
        "at_hand_by": people[at_hand.by_kind, at_hand.by_id] if at_hand else "",
        "files": shown.each(
            lambda each: (MEMBER_FILE_STATES[each.state], people[each.by_kind, each.by_id], each)
        ),
    }
    return render(request, "backoffice/member_files.html", context, status=status)


def _shown(request: StaffRequest, found: FileFacts, preview: Preview) -> dict[str, object]:
    earlier = queries.taken_in_before(coop_id=request.coop.id, file=found)
    people = kept_files.people(request.coop.id, [found, *([earlier] if earlier else [])])
    is_refused = found.state in {"refused", "stopped"}
    problems = preview.problems if is_refused else ()
    return {
        "file": found,
        "state": MEMBER_FILE_STATES[found.state],
        "by": people[found.by_kind, found.by_id],
        "earlier": earlier,
        "earlier_by": people[earlier.by_kind, earlier.by_id] if earlier else "",
        "looked": preview.looked,
        "problems": _problems(problems),
        "more_problems": max(found.bad - _PROBLEMS_SHOWN, 0) if problems else 0,
        "twice_rows": 2 * found.rows,
        "seen_percent": 50 * found.seen // found.rows,
    }


def _found(request: StaffRequest, file_id: int) -> FileFacts:
    try:
        return queries.file(coop_id=request.coop.id, file_id=file_id)
    except queries.NoSuchFile as nobody:
        raise Http404 from nobody


def _problems(problems: tuple[RowProblem, ...]) -> list[tuple[int, str, str]]:
    """The bad rows in the page's language: line, column, reason."""
    is_english = translation.get_language() == "en"
    return [
        (row.line, row.column, row.english if is_english else row.japanese)
        for row in problems[:_PROBLEMS_SHOWN]
    ]


def _words(problem: csv_text.NotCsv) -> str:
    if translation.get_language() == "en":
        return f"{problem.english}. Nothing was taken in."
    return f"{problem.japanese}何も取り込んでいません。"
