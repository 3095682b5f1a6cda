"""`/office/slip-sendings` and `/office/letters`: payment slips and letters to print."""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kumiai.backoffice import access
from kumiai.backoffice.forms.paper import SelectionForm, SlipsForm
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops import actions as log
from kumiai.coops.staff.rules import Role
from kumiai.identity import actions as identity
from kumiai.identity import printing as letters_out
from kumiai.identity import queries as logins
from kumiai.kit import clock
from kumiai.members import selecting
from kumiai.slips import actions as slips
from kumiai.slips import printing as slips_out
from kumiai.slips.actions import CannotSend, SlipsAsked
from kumiai.ui import paging

_SENDERS = (Role.DESK, Role.ACCOUNTING, Role.MANAGER)
A_PAGE = 50
SHEET = "ui/paper/paper.css"


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*_SENDERS)
def slip_sendings(request: StaffRequest) -> HttpResponse:
    """What was sent, and a new pile: first counted, then made (guide row G43)."""
    faculties = selecting.faculties(request.coop.id)
    if request.method != "POST":
        return _slips_page(request, SlipsForm(faculties=faculties))
    form = SlipsForm(request.POST, faculties=faculties)
    if not is_right(form, request.coop.id):
        return _slips_page(request, form, status=422)
    asked, at = _asked(form), clock.now()
    if problem := slips.problem_with(asked=asked, on=clock.tokyo_date(at)):
        form.add_error(*_refusal(problem))
        return _slips_page(request, form, status=422)
    member_ids = _chosen(request, form)
    if "count" in request.POST:
        return _slips_page(request, form, count=len(member_ids))
    try:
        sending_id = slips.send_slips(
            coop_id=request.coop.id,
            member_ids=member_ids,
            asked=asked,
            by=request.viewer.actor,
            at=at,
        )
    except CannotSend as refused:
        form.add_error(*_refusal(refused.problem))
        return _slips_page(request, form, status=422)
    return redirect("office-slip-sending", sending_id)


@require_safe
@access.office(*_SENDERS)
def slip_sending(request: StaffRequest, sending_id: int) -> HttpResponse:
    """One part of a sending as it prints; `?part=` counts from 1."""
    try:
        page = slips_out.page(
            coop_id=request.coop.id,
            sending_id=sending_id,
            stylesheet=staticfiles_storage.url(SHEET),
            part=part_asked(request.GET.get("part", "1"), otherwise=1),
        )
    except slips_out.NoSuchSending as nothing:
        raise Http404 from nothing
    return HttpResponse(page)


def part_asked(typed: str, *, otherwise: int = 0) -> int:
    """The number of a part as an address or a button has it."""
    is_number = typed.isascii() and typed.isdecimal() and len(typed) < 9
    return int(typed) if is_number else otherwise


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.DESK)
def letters(request: StaffRequest) -> HttpResponse:
    """Letters with the provisional login, to whoever has still to register (rows G01, G02).

    A code is shown on the page this answers with, and nowhere ever again.
    """
    faculties = selecting.faculties(request.coop.id)
    if request.method != "POST":
        return _letters_page(request, SelectionForm(faculties=faculties))
    form = SelectionForm(request.POST, faculties=faculties)
    if not is_right(form, request.coop.id):
        return _letters_page(request, form, status=422)
    member_ids = _chosen(request, form, only_unregistered=True)
    if "count" in request.POST:
        return _letters_page(request, form, count=len(member_ids))
    written = _written(request, member_ids, is_anew=bool(form.cleaned_data["numbers"]))
    if not written:
        form.add_error(None, _("手紙を送る相手がいません。"))
        return _letters_page(request, form, status=422)
    page = letters_out.page(
        coop_id=request.coop.id,
        letters=written,
        on=clock.tokyo_date(clock.now()),
        stylesheet=staticfiles_storage.url(SHEET),
    )
    return HttpResponse(page)


def is_right(form: SelectionForm, coop_id: int) -> bool:
    """Whether it can be used, and every number that was typed is a member's."""
    if not form.is_valid():
        return False
    current = selecting.current_numbers(
        coop_id=coop_id,
        member_numbers=form.cleaned_data["numbers"],
        on=clock.tokyo_date(clock.now()),
    )
    return not form.refuse_unknown(current)


def _asked(form: SlipsForm) -> SlipsAsked:
    typed = form.cleaned_data
    return SlipsAsked(
        purpose=typed["purpose"], guide_amount_yen=typed["amount"], due_on=typed["due_on"]
    )


def _chosen(
    request: StaffRequest, form: SelectionForm, *, only_unregistered: bool = False
) -> list[int]:
    found = selecting.selected(
        coop_id=request.coop.id, selection=form.selection, on=clock.tokyo_date(clock.now())
    )
    if not (only_unregistered or form.cleaned_data["unregistered"]):
        return [member.id for member in found]
    to_register = set(logins.members_to_register(request.coop.id))
    return [member.id for member in found if member.id in to_register]


def _written(
    request: StaffRequest, member_ids: list[int], *, is_anew: bool
) -> tuple[letters_out.ProvisionalLetter, ...]:
    coop_id, at = request.coop.id, clock.now()
    if logins.scheme_on(coop_id, clock.tokyo_date(at)).kind == "code":
        issued = identity.issue_codes(
            coop_id=coop_id,
            member_ids=member_ids,
            even_with_code=is_anew,
            by=request.viewer.actor,
            at=at,
        )
        return letters_out.with_codes(issued)
    written = letters_out.letters(coop_id=coop_id, member_ids=member_ids, on=clock.tokyo_date(at))
    log.record_act(
        coop_id=coop_id,
        by=request.viewer.actor,
        verb="print_letters",
        subject=f"coop:{coop_id}",
        at=at,
        details={"count": len(written)},
    )
    return written


def _refusal(problem: str) -> tuple[str | None, str]:
    return {
        "nobody": (None, _("条件にあてはまる組合員がいません。")),
        "amount": ("amount", _("金額は、1円以上300,000円以下の数字で入力してください。")),
        "purpose": ("purpose", _("用途は、40文字までの1行で入力してください。")),
        "due_on": ("due_on", _("払込期限が過ぎています。")),
        "just_now": (None, _("同じ払込票を、いま作ったところです。下の一覧から印刷できます。")),
    }[problem]


def _slips_page(
    request: StaffRequest, form: SlipsForm, *, count: int | None = None, status: int = 200
) -> HttpResponse:
    sent = paging.page(
        request.GET,
        "sendings",
        size=A_PAGE,
        part=lambda part: slips_out.sendings(request.coop.id, part=part),
    )
    shown = {"form": form, "count": count, "sendings": sent}
    return render(request, "backoffice/slip_sendings.html", shown, status=status)


def _letters_page(
    request: StaffRequest, form: SelectionForm, *, count: int | None = None, status: int = 200
) -> HttpResponse:
    scheme = logins.scheme_on(request.coop.id, clock.tokyo_date(clock.now()))
    shown = {"form": form, "count": count, "has_codes": scheme.kind == "code"}
    return render(request, "backoffice/letters.html", shown, status=status)
