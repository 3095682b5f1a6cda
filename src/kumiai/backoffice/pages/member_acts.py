"""`/office/members/<number>/…`: each act on a page of its own, with its reason."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kumiai.backoffice import access, corrections, member_acts, whose
from kumiai.backoffice.acting import Asked, CannotDo, MemberAct
from kumiai.backoffice.forms.member_acts import CorrectionForm, ReasonForm
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops.approvals import actions as approvals
from kumiai.kit import clock
from kumiai.members.queries import MemberFacts


def page(act: MemberAct) -> Callable[..., HttpResponseBase]:
    """The page of an act: what will happen, the form, and afterwards the member's page again."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @access.office(*act.roles)
    def shown(request: StaffRequest, number: str) -> HttpResponse:
        member = whose.member(request, number)
        if request.method != "POST":
            return _page(request, act, member, act.form(**act.offers(member)))
        form = act.form(request.POST, **act.offers(member))
        if not form.is_valid():
            return _page(request, act, member, form, status=422)
        asked = Asked(
            member=member, by=request.viewer.actor, at=clock.now(), form=form.cleaned_data
        )
        try:
            act.do(asked)
        except CannotDo as problem:
            form.add_error(None, str(problem))
            return _page(request, act, member, form, status=409)
        return redirect(reverse("office-member", args=[number], query={"done": act.name}))

    return shown


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MONEY)
def correction(request: StaffRequest, number: str) -> HttpResponse:
    """Ask for a balance to be corrected; somebody else approves it before anything moves."""
    member = whose.member(request, number)
    if request.method != "POST":
        return _correction_page(request, member, CorrectionForm())
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return _correction_page(request, member, form, status=422)
    given = form.cleaned_data
    approval_id = approvals.ask(
        coop_id=member.coop_id,
        kind=corrections.KIND,
        subject=f"member:{member.member_number}",
        details={"purse": given["purse"], "change": given["change"]},
        reason=given["reason"],
        staff_id=request.viewer.staff.staff_id,
        at=clock.now(),
    )
    return redirect("office-approval", approval_id)


def _page(
    request: HttpRequest, act: MemberAct, member: MemberFacts, form: ReasonForm, status: int = 200
) -> HttpResponse:
    shown = {"act": act, "member": member, "form": form}
    return render(request, "backoffice/member_act.html", shown, status=status)


def _correction_page(
    request: HttpRequest, member: MemberFacts, form: CorrectionForm, status: int = 200
) -> HttpResponse:
    shown = {"act": member_acts.CORRECTING, "member": member, "form": form}
    return render(request, "backoffice/member_act.html", shown, status=status)
