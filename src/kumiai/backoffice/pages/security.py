"""`/office/security`: who is guessing passwords, and what was switched off for it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kumiai.backoffice import access
from kumiai.backoffice.viewer import StaffRequest
from kumiai.identity import security as identity
from kumiai.kit import clock


@require_safe
@access.office(*access.DESK)
def security(request: StaffRequest) -> HttpResponse:
    """Alarms of a month, failures of a day, and provisional logins that are off."""
    at = clock.now()
    seen = identity.security(coop_id=request.coop.id, at=at)
    return render(request, "backoffice/security.html", {"seen": seen, "at": at})
