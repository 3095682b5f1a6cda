"""`/office/lunch-compensation`: an outage made good; one person asks here, another approves."""

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kumiai.backoffice import access, compensations
from kumiai.backoffice.forms.compensations import OutageForm
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops.approvals import actions as approvals
from kumiai.coops.staff.rules import Role
from kumiai.kit import clock
from kumiai.meals import compensating
from kumiai.meals import compensations as meals
from kumiai.meals.compensations import Preview

ROLES = (Role.DESK, Role.ACCOUNTING, Role.MANAGER)


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*ROLES)
def lunch_compensation(request: StaffRequest) -> HttpResponse:
    """First what it would come to, then the wish for a second person; and what was given before."""
    at = clock.now()
    if request.method != "POST":
        return _page(request, OutageForm())
    form = OutageForm(request.POST)
    found = _preview(request, form, at) if form.is_valid() else None
    if found is None or not form.is_valid():
        return _page(request, form, status=422)
    if request.POST.get("step") != "ask":
        return _page(request, form, found)
    approval_id = approvals.ask(
        coop_id=request.coop.id,
        kind=compensations.KIND,
        subject=f"outage:{form.outage.day.isoformat()}",
        details=compensations.details(form.outage, found),
        reason=form.cleaned_data["reason"],
        staff_id=request.viewer.staff.staff_id,
        at=at,
    )
    return redirect("office-approval", approval_id)


def _preview(request: StaffRequest, form: OutageForm, at: datetime) -> Preview | None:
    """What it would come to; None where there is a reason against it, which is in the form."""
    if problem := compensating.problem_with(form.outage, at=at):
        form.refuse(problem)
        return None
    found = meals.preview(coop_id=request.coop.id, outage=form.outage)
    if not found.given:
        form.add_error(None, _("補償の対象になる方がいません。"))
    return found


def _page(
    request: StaffRequest, form: OutageForm, found: Preview | None = None, status: int = 200
) -> HttpResponse:
    given = meals.given(coop_id=request.coop.id)
    shown = {"form": form, "preview": found, "given": given}
    return render(request, "backoffice/lunch_compensation.html", shown, status=status)
