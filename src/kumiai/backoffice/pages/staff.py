"""`/office/staff`: who works here, and taking somebody's way in away.

People are added, and second factors reset, from the command line only: whoever approves must not
be able to make the second person.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kumiai.backoffice import access, wording
from kumiai.backoffice.forms.settings import EndingForm
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops.staff import queries
from kumiai.coops.staff.actions import NoSuchStaff
from kumiai.identity import staff as identity
from kumiai.identity.actions import staff as actions
from kumiai.kit import clock


@require_safe
@access.office(*access.MANAGER)
def staff(request: StaffRequest) -> HttpResponse:
    """Everybody who ever worked here."""
    logins = {login.staff_id: login for login in identity.logins(request.coop.id)}
    people = [
        (person, wording.ROLES[person.role], logins.get(person.id))
        for person in queries.staff(request.coop.id)
    ]
    return render(request, "backoffice/staff.html", {"people": people})


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.MANAGER)
def ending(request: StaffRequest, staff_id: int) -> HttpResponse:
    """Somebody leaves the office: logged out at once, and in no more. Nobody ends themselves."""
    people = {person.id: person for person in queries.staff(request.coop.id)}
    person = people.get(staff_id)
    if person is None or person.disabled_at is not None:
        raise Http404
    form = EndingForm(request.POST if request.method == "POST" else None)
    if form.is_bound and staff_id == request.viewer.staff.staff_id:
        form.add_error(None, _("ご自分を停止することはできません。ほかの責任者に頼んでください。"))
    if form.is_bound and form.is_valid():
        login = next(one for one in identity.logins(request.coop.id) if one.staff_id == staff_id)
        try:
            actions.disable_staff(
                coop_id=request.coop.id,
                login_id=login.login_id,
                reason=form.cleaned_data["reason"],
                by=request.viewer.actor,
                at=clock.now(),
            )
        except NoSuchStaff as gone:
            raise Http404 from gone
        return redirect("office-staff")
    status = 422 if form.is_bound else 200
    shown = {"form": form, "person": person}
    return render(request, "backoffice/staff_ending.html", shown, status=status)
