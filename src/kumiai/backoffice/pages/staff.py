"""`/office/staff`: who works here, somebody new, and one person with what can be done."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kumiai.backoffice import access, staff_approvals, wording
from kumiai.backoffice.forms.staff import NewPersonForm
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops.approvals import actions as approvals
from kumiai.coops.staff import queries
from kumiai.coops.staff.queries import StaffFacts
from kumiai.coops.staff.rules import Role, takes_two
from kumiai.identity import hashing
from kumiai.identity import staff as identity
from kumiai.identity.actions import staff as actions
from kumiai.identity.actions.staff import CannotAddStaff
from kumiai.identity.staff import StaffLoginFacts
from kumiai.kit import clock

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Text


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody of the office: who they are, how they come in, and whether it is oneself."""

    facts: StaffFacts
    login: StaffLoginFacts
    role: "Text"
    is_me: bool

    @property
    def is_working(self) -> bool:
        return self.facts.disabled_at is None


@require_safe
@access.office(*access.MANAGER)
def staff(request: StaffRequest) -> HttpResponse:
    """Everybody who ever worked here; who works here now stands first."""
    people = sorted(_everybody(request), key=lambda one: not one.is_working)
    return render(request, "backoffice/staff.html", {"people": people})


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MANAGER)
def new(request: StaffRequest) -> HttpResponse:
    """Somebody new; whoever has a part in what takes two people is approved by another manager."""
    if request.method != "POST":
        return _new_page(request, NewPersonForm())
    form = NewPersonForm(request.POST)
    if not form.is_valid():
        return _new_page(request, form, status=422)
    if takes_two(after=form.cleaned_data["role"]):
        return _ask(request, form)
    given = form.cleaned_data
    try:
        first = actions.add_staff(
            coop_id=request.coop.id,
            name=given["name"],
            role=given["role"],
            login_id=given["login_id"],
            mail=given["mail"],
            by=request.viewer.actor,
            at=clock.now(),
        )
    except (CannotAddStaff, hashing.HashingBusy):
        form.add_error(None, _("追加できませんでした。数秒おいて、もう一度お試しください。"))
        return _new_page(request, form, status=409)
    staff_approvals.send_link(coop_id=request.coop.id, first=first, at=clock.now())
    return redirect("office-person", first.staff_id)


@require_safe
@access.office(*access.MANAGER)
def person(request: StaffRequest, staff_id: int) -> HttpResponse:
    """One of them, and what can be done about them."""
    found = one(request, staff_id)
    may_print = (
        found.is_working
        and found.login.is_first
        and staff_approvals.may_print_sheet(
            coop_id=request.coop.id,
            person=found.facts,
            login_id=found.login.login_id,
            staff_id=request.viewer.staff.staff_id,
        )
    )
    shown = {"person": found, "may_print": may_print, "at": clock.now()}
    return render(request, "backoffice/person.html", shown)


def one(request: StaffRequest, staff_id: int) -> Shown:
    """One of the own co-op; others look as if they were not there."""
    for found in _everybody(request):
        if found.facts.id == staff_id:
            return found
    raise Http404


def has_another_manager(request: StaffRequest, *, than: int) -> bool:
    """Whether somebody could approve: a manager who can come in, and is neither of these two."""
    managers = {
        found.facts.id
        for found in _everybody(request)
        if found.is_working and found.facts.role is Role.MANAGER and not found.login.is_first
    }
    return bool(managers - {than, request.viewer.staff.staff_id})


def nobody_approves() -> str:
    """Said where it could only wait for ever."""
    return _("承認できる責任者がほかにいません。運用担当に頼んでください。")


def _ask(request: StaffRequest, form: NewPersonForm) -> HttpResponse:
    if not has_another_manager(request, than=0):
        form.add_error(None, nobody_approves())
        return _new_page(request, form, status=409)
    given = form.cleaned_data
    approval_id = approvals.ask(
        coop_id=request.coop.id,
        kind=staff_approvals.ADDING,
        subject=staff_approvals.subject_of_newcomer(given["login_id"]),
        details={
            "name": given["name"],
            "role": given["role"].value,
            "login_id": given["login_id"],
            "mail": given["mail"],
        },
        reason=given["reason"],
        staff_id=request.viewer.staff.staff_id,
        at=clock.now(),
    )
    return redirect("office-approval", approval_id)


def _everybody(request: StaffRequest) -> list[Shown]:
    logins = {login.staff_id: login for login in identity.logins(request.coop.id)}
    me = request.viewer.staff.staff_id
    return [
        Shown(found, logins[found.id], wording.ROLES[found.role], found.id == me)
        for found in queries.staff(request.coop.id)
        if found.id in logins
    ]


def _new_page(request: StaffRequest, form: NewPersonForm, status: int = 200) -> HttpResponse:
    return render(request, "backoffice/person_new.html", {"form": form}, status=status)
