"""`/office/`: where a working day begins."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kumiai.backoffice import access
from kumiai.backoffice.viewer import StaffRequest
from kumiai.coops.approvals import queries as approvals


@require_safe
@access.office(*access.EVERYBODY)
def home(request: StaffRequest) -> HttpResponse:
    """What the role may do, and what waits."""
    waiting = approvals.waiting(request.coop.id)
    return render(request, "backoffice/home.html", {"waiting": len(waiting)})
