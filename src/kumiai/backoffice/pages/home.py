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
    """What the role may do, and how much waits for whoever may decide."""
    decides = request.viewer.staff.role in access.MONEY
    waiting = len(approvals.waiting(request.coop.id)) if decides else 0
    return render(request, "backoffice/home.html", {"waiting": waiting})
