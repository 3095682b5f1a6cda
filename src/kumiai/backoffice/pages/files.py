"""`/office/files`: files of deposits received, looked at, taken in; and piles of slips typed in."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kumiai.backoffice import access, kept_files
from kumiai.backoffice.forms import deposits as forms
from kumiai.backoffice.viewer import StaffRequest
from kumiai.backoffice.wording_deposits import DEPOSIT_STATES, FILE_KINDS, FILE_STATES
from kumiai.kit import clock
from kumiai.slips import actions, file_queries, reading
from kumiai.slips.deposits import FileKind
from kumiai.slips.file_queries import FileFacts
from kumiai.slips.pile import Pile
from kumiai.slips.reading import NotTaken
from kumiai.ui import paging

_A_PAGE = 50
_ROWS_SHOWN = 100


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.ACCOUNTING)
def files(request: StaffRequest) -> HttpResponse:
    """What came last; and a file to be received."""
    if request.method != "POST":
        return _files(request, forms.UploadForm())
    form = forms.UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _files(request, form, status=422)
    file = form.cleaned_data["file"]
    kind = form.cleaned_data["kind"]
    try:
        received = actions.receive(
            coop_id=request.coop.id,
            name=file.name,
            raw=file.read(reading.FILE_BYTES_MAX + 1),
            by=request.viewer.actor,
            at=clock.now(),
            kind=FileKind(kind) if kind else None,
        )
    except actions.TakenInBefore as problem:
        form.add_error("file", _("同じ内容のファイルを、すでに受け取っています。"))
        return _files(request, form, at_hand=_found(request, problem.file_id), status=422)
    except NotTaken as problem:
        form.add_error("file", _words(problem))
        return _files(request, form, problem=problem, status=422)
    return redirect("office-file", received.file_id)


@require_safe
@access.office(*access.ACCOUNTING)
def file(request: StaffRequest, file_id: int) -> HttpResponse:
    """What a file holds and how far it is; reloaded by itself while the worker is at it."""
    found = _found(request, file_id)
    first = _first(request.GET.get("from", ""))
    rows = file_queries.rows_of_file(
        coop_id=request.coop.id, file_id=file_id, first=first, count=_ROWS_SHOWN
    )
    states = file_queries.states_of_file(coop_id=request.coop.id, file_id=file_id)
    preview = () if rows else _preview(request, found)
    like = file_queries.pile_like(coop_id=request.coop.id, file=found)
    context = {
        "file": found,
        "kind": FILE_KINDS[found.kind],
        "state": FILE_STATES[found.state],
        "by": _by(request, found),
        "like": like,
        "like_by": _by(request, like),
        "states": [
            (words, states[state]) for state, words in DEPOSIT_STATES.items() if state in states
        ],
        "rows": [(DEPOSIT_STATES[row.state], row) for row in rows],
        "preview": preview,
        "next_from": first + _ROWS_SHOWN if first + _ROWS_SHOWN <= found.worked else None,
        "earlier_from": max(first - _ROWS_SHOWN, 1) if first > 1 else None,
    }
    response = render(request, "backoffice/file.html", context)
    if found.state == "working":
        kept_files.reload_soon(response)
    return response


@require_safe
@access.office(*access.ACCOUNTING)
def original(request: StaffRequest, file_id: int) -> HttpResponse:
    """The file byte by byte as it was received."""
    found = _found(request, file_id)
    raw = file_queries.raw_of_file(coop_id=request.coop.id, file_id=file_id)
    return kept_files.as_received(raw, name=f"{found.kind}-{found.id}.dat")


@require_POST
@access.office(*access.ACCOUNTING)
def order(request: StaffRequest, file_id: int) -> HttpResponse:
    """Have the worker take it in."""
    _found(request, file_id)
    return kept_files.decided(request, actions.order, file_id=file_id, page="office-file")


@require_POST
@access.office(*access.ACCOUNTING)
def discard(request: StaffRequest, file_id: int) -> HttpResponse:
    """Give a received file up."""
    _found(request, file_id)
    return kept_files.decided(
        request, actions.discard, file_id=file_id, page="office-file", then="office-files"
    )


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.ACCOUNTING)
def pile(request: StaffRequest) -> HttpResponse:
    """A pile of slips, typed in with the totals of its cover."""
    if request.method != "POST":
        return _pile(request, forms.PileForm())
    form = forms.PileForm(request.POST)
    if not form.is_valid():
        return _pile(request, form, status=422)
    typed = Pile(
        label=form.cleaned_data["label"],
        count=form.cleaned_data["count"],
        total_yen=form.cleaned_data["total_yen"],
        rows=forms.pile_rows(request.POST),
    )
    try:
        received = actions.receive_pile(
            coop_id=request.coop.id, pile_typed=typed, by=request.viewer.actor, at=clock.now()
        )
    except actions.TakenInBefore as problem:
        form.add_error(None, _("同じ内容の束を、すでに受け取っています。"))
        return _pile(request, form, at_hand=_found(request, problem.file_id), status=422)
    except NotTaken as problem:
        form.add_error(None, _words(problem))
        return _pile(request, form, problem=problem, status=422)
    return redirect("office-file", received.file_id)


def _files(
    request: StaffRequest,
    form: forms.UploadForm,
    *,
    problem: NotTaken | None = None,
    at_hand: FileFacts | None = None,
    status: int = 200,
) -> HttpResponse:
    shown = paging.page(
        request.GET,
        "files",
        size=_A_PAGE,
        part=lambda part: file_queries.files(coop_id=request.coop.id, part=part),
    )
    context = {
        "form": form,
        "problems": _problems(problem),
        "at_hand": at_hand,
        "at_hand_by": _by(request, at_hand),
        "files": shown.each(lambda one: (FILE_KINDS[one.kind], FILE_STATES[one.state], one)),
    }
    return render(request, "backoffice/files.html", context, status=status)


def _pile(
    request: StaffRequest,
    form: forms.PileForm,
    *,
    problem: NotTaken | None = None,
    at_hand: FileFacts | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "problems": _problems(problem),
        "at_hand": at_hand,
        "at_hand_by": _by(request, at_hand),
        "rows": forms.shown_rows(request.POST),
    }
    return render(request, "backoffice/pile.html", context, status=status)


def _found(request: StaffRequest, file_id: int) -> FileFacts:
    try:
        return file_queries.file(coop_id=request.coop.id, file_id=file_id)
    except file_queries.NoSuchFile as nobody:
        raise Http404 from nobody


def _by(request: StaffRequest, file: FileFacts | None) -> str:
    """Who brought it, in words."""
    if file is None:
        return ""
    return kept_files.people(request.coop.id, [file])[file.by_kind, file.by_id]


def _preview(request: StaffRequest, found: FileFacts) -> tuple[reading.DepositRow, ...]:
    raw = file_queries.raw_of_file(coop_id=request.coop.id, file_id=found.id)
    read = reading.read(
        raw,
        coop_id=request.coop.id,
        arrived_on=clock.tokyo_date(found.received_at),
        kind=FileKind(found.kind),
    )
    return read.rows[:_ROWS_SHOWN]


def _problems(problem: NotTaken | None) -> list[tuple[int, str, str]]:
    """The bad rows in the page's language: line, column, reason."""
    is_english = translation.get_language() == "en"
    return [
        (row.line, row.column, row.english if is_english else row.japanese)
        for row in (problem.problems if problem else ())
    ]


def _words(problem: NotTaken) -> str:
    if translation.get_language() == "en":
        return f"{problem.english}. Nothing was taken in."
    return f"{problem.japanese}何も取り込んでいません。"


def _first(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and 0 < int(typed) < 10**7 else 1
