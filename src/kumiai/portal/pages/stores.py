"""`/stores`: where the co-op is to be found, and on which days. Open to all."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kumiai.coops import queries as coops
from kumiai.coops.business_days import queries
from kumiai.kit import clock
from kumiai.portal.viewer import PortalRequest


@require_safe
def stores(request: PortalRequest) -> HttpResponse:
    """Stores with their hours, and the business days of this month and the next."""
    if request.coop is None:
        raise Http404
    today = clock.tokyo_date(clock.now())
    first = today.replace(day=1)
    shown = {
        "stores": coops.stores(request.coop.id),
        "months": [
            queries.month(coop_id=request.coop.id, first=each, today=today)
            for each in (first, queries.next_month(first))
        ],
    }
    return render(request, "portal/stores.html", shown)
