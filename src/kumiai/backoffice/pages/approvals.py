"""`/office/approvals`: what one person has asked for and another has to approve."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kumiai.backoffice import access, staff_approvals
from kumiai.backoffice import approvals as registry
from kumiai.backoffice.forms.approvals import DecisionForm
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops.approvals import actions, queries
from kumiai.coops.approvals.actions import (
    AskerHasLeft,
    CannotDecide,
    NotAnotherPerson,
    NotOfThisRole,
)
from kumiai.coops.approvals.kinds import ApprovalKind, CannotExecute, Words
from kumiai.coops.approvals.queries import ApprovalFacts
from kumiai.coops.staff.rules import Role
from kumiai.kit import clock
from kumiai.ui import paging
from kumiai.ui.paging import Page

_A_PAGE = 20
_ROLES = (Role.DESK, Role.ACCOUNTING, Role.MANAGER)


@dataclass(frozen=True, slots=True)
class Shown:
    """An approval in words; `is_mine` if this person asked, `may_decide` if they may answer."""

    facts: ApprovalFacts
    title: Words
    lines: list[tuple[Words, Words]]
    is_mine: bool
    may_decide: bool


@require_safe
@access.office(*_ROLES)
def approvals(request: StaffRequest) -> HttpResponse:
    """What waits, the oldest first, and what was decided last."""
    coop_id = request.coop.id
    shown = {
        "waiting": _part(request, "waiting", lambda part: queries.waiting(coop_id, part=part)),
        "decided": _part(request, "decided", lambda part: queries.decided(coop_id, part=part)),
    }
    return render(request, "backoffice/approvals.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*_ROLES)
def approval(request: StaffRequest, approval_id: int) -> HttpResponse:
    """One of them, to be read and decided about by somebody else than who asked."""
    found = queries.approval(coop_id=request.coop.id, approval_id=approval_id)
    if found is None or found.kind not in registry.KINDS:
        raise Http404
    if request.method != "POST":
        return _page(request, found, DecisionForm())
    form = DecisionForm(request.POST)
    if form.is_valid():
        status = _decide(request, form, found)
    else:
        status = 400 if form.has_error(NON_FIELD_ERRORS, "no_decision") else 422
    if status is None:
        return _after(request, found)
    return _page(request, found, form, status=status)


def _part(
    request: StaffRequest, name: str, part: Callable[[slice], Sequence[ApprovalFacts]]
) -> Page[Shown]:
    keep = ("waiting", "decided")
    found = paging.page(request.GET, name, size=_A_PAGE, part=part, keep=keep)
    return found.each(lambda one: _shown(request, one))


def _after(request: StaffRequest, found: ApprovalFacts) -> HttpResponse:
    """To the list; where somebody was let in, to their page, which has the sheet."""
    let_in = staff_approvals.newly_let_in(found) if _is_approval(request) else None
    return redirect("office-person", let_in) if let_in else redirect("office-approvals")


def _is_approval(request: StaffRequest) -> bool:
    return request.POST.get("decision") == "approve"


def _decide(request: StaffRequest, form: DecisionForm, found: ApprovalFacts) -> int | None:
    """The status of a refusal, which stands in the form then."""
    try:
        actions.decide(
            coop_id=request.coop.id,
            approval_id=found.id,
            kind=registry.KINDS[found.kind],
            is_approved=_is_approval(request),
            answer=form.cleaned_data["answer"],
            staff_id=request.viewer.staff.staff_id,
            at=clock.now(),
        )
    except NotAnotherPerson:
        form.add_error(None, _("ご自分の依頼は承認できません。ほかの職員が確認してください。"))
        return 403
    except NotOfThisRole:
        form.add_error(None, _("この依頼は、あなたの役割では承認できません。"))
        return 403
    except AskerHasLeft:
        form.add_error(None, _("依頼した職員は停止されたため、承認できません。見送ってください。"))
        return 409
    except CannotDecide:
        form.add_error(None, _("この依頼は、すでにほかの職員が処理しました。"))
        return 409
    except CannotExecute as reason:
        form.add_error(None, str(reason))
        return 409
    return None


def _shown(request: StaffRequest, found: ApprovalFacts) -> Shown:
    kind: ApprovalKind | None = registry.KINDS.get(found.kind)
    is_mine = found.asked_by == request.viewer.staff.staff_id
    is_open = kind is not None and found.decided_at is None and not is_mine
    return Shown(
        facts=found,
        title=kind.title if kind else found.kind,
        lines=list(kind.describe(found)) if kind else [],
        is_mine=is_mine,
        may_decide=is_open and kind is not None and request.viewer.staff.role in kind.roles,
    )


def _page(
    request: StaffRequest, found: ApprovalFacts, form: DecisionForm, status: int = 200
) -> HttpResponse:
    shown = {"approval": _shown(request, found), "form": form}
    return render(request, "backoffice/approval.html", shown, status=status)
