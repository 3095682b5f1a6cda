"""`/office/staff/<id>/…`: another role, a lost second factor, the end, and the sheet to set up."""

import segno
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kumiai.backoffice import access, staff_approvals, wording
from kumiai.backoffice.forms.member_acts import ReasonForm
from kumiai.backoffice.forms.settings import EndingForm
from kumiai.backoffice.forms.staff import RoleForm
from kumiai.backoffice.pages import staff
from kumiai.backoffice.pages.staff import Shown
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops.approvals import actions as approvals
from kumiai.coops.approvals.kinds import ApprovalKind
from kumiai.coops.staff.actions import NoSuchStaff
from kumiai.coops.staff.rules import takes_two
from kumiai.identity import hashing
from kumiai.identity.actions import staff as actions
from kumiai.identity.actions.staff import CannotChangeStaff
from kumiai.kit import clock, environment


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MANAGER)
def role(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Less takes one manager, more takes two; nobody changes their own."""
    person = _working(request, staff_id)
    if request.method != "POST":
        return _role_page(request, person, RoleForm(initial={"role": person.facts.role.value}))
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _role_page(request, person, form, status=422)
    wanted = form.cleaned_data["role"]
    if wanted is person.facts.role:
        form.add_error("role", _("いまと同じ役割です。"))
        return _role_page(request, person, form, status=409)
    if not person.is_me and takes_two(before=person.facts.role, after=wanted):
        details = {"role": wanted.value}
        asked = _ask(request, person, form, kind=staff_approvals.RAISING, details=details)
        return asked or _role_page(request, person, form, status=409)
    try:
        actions.change_role(
            coop_id=request.coop.id,
            login_id=person.login.login_id,
            role=wanted,
            reason=form.cleaned_data["reason"],
            by=request.viewer.actor,
            at=clock.now(),
        )
    except CannotChangeStaff as refused:
        form.add_error(None, str(wording.STAFF_PROBLEMS[refused.problem]))
        return _role_page(request, person, form, status=409)
    return redirect("office-person", staff_id)


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MANAGER)
def second_factor(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Ask for somebody to begin anew who lost the app or the password."""
    person = _working(request, staff_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = 422
        if person.is_me:
            form.add_error(None, _("ご自分のことは、ほかの責任者が依頼してください。"))
        if form.is_valid():
            asked = _ask(request, person, form, kind=staff_approvals.RESETTING, details={})
            if asked:
                return asked
            status = 409
    shown = {"form": form, "person": person}
    return render(request, "backoffice/person_reset.html", shown, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MANAGER)
def ending(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Somebody leaves the office: logged out at once, and in no more."""
    person = _working(request, staff_id)
    form = EndingForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            actions.disable_staff(
                coop_id=request.coop.id,
                login_id=person.login.login_id,
                reason=form.cleaned_data["reason"],
                by=request.viewer.actor,
                at=clock.now(),
            )
        except NoSuchStaff as gone:
            raise Http404 from gone
        except CannotChangeStaff as refused:
            form.add_error(None, str(wording.STAFF_PROBLEMS[refused.problem]))
            status = 409
        else:
            return redirect("office-staff")
    shown = {"form": form, "person": person}
    return render(request, "backoffice/staff_ending.html", shown, status=status)


@never_cache
@require_POST
@access.office(*access.MANAGER)
def sheet(request: StaffRequest, staff_id: int) -> HttpResponse:
    """A one-time password and the link as a QR code, on this page and nowhere ever again."""
    person = _working(request, staff_id)
    is_theirs = staff_approvals.may_print_sheet(
        coop_id=request.coop.id,
        person=person.facts,
        login_id=person.login.login_id,
        staff_id=request.viewer.staff.staff_id,
    )
    if not is_theirs or not person.login.is_first:
        raise Http404
    try:
        first = actions.print_set_up_sheet(
            coop_id=request.coop.id,
            login_id=person.login.login_id,
            by=request.viewer.actor,
            at=clock.now(),
        )
    except NoSuchStaff as set_up:
        raise Http404 from set_up
    except hashing.HashingBusy:
        return redirect("office-person", staff_id)
    address = environment.pages_url() + reverse("office-set-up-link", args=[first.token])
    shown = {
        "person": person,
        "first": first,
        "address": environment.pages_url() + reverse("office-login"),
        "qr": segno.make(address, micro=False).svg_inline(scale=4, border=2, omitsize=True),
    }
    return render(request, "backoffice/person_sheet.html", shown)


def _working(request: StaffRequest, staff_id: int) -> Shown:
    """Somebody who works here now."""
    person = staff.one(request, staff_id)
    if not person.is_working:
        raise Http404
    return person


def _ask(
    request: StaffRequest,
    person: Shown,
    form: ReasonForm,
    *,
    kind: ApprovalKind,
    details: dict[str, str],
) -> HttpResponse | None:
    """To the page of what was asked; None where nobody could approve it, which is in the form."""
    if not staff.has_another_manager(request, than=person.facts.id):
        form.add_error(None, staff.nobody_approves())
        return None
    approval_id = approvals.ask(
        coop_id=request.coop.id,
        kind=kind,
        subject=staff_approvals.subject_of(person.facts.id),
        details=details,
        reason=form.cleaned_data["reason"],
        staff_id=request.viewer.staff.staff_id,
        at=clock.now(),
    )
    return redirect("office-approval", approval_id)


def _role_page(
    request: StaffRequest, person: Shown, form: RoleForm, status: int = 200
) -> HttpResponse:
    shown = {"form": form, "person": person}
    return render(request, "backoffice/person_role.html", shown, status=status)
