"""`/purchases/<id>/receipt`: a purchase as a qualified simplified invoice, to be printed."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kumiai.portal import access, histories, whose, wording
from kumiai.portal.viewer import ViewersRequest
from kumiai.purchases import receipts


@require_safe
@access.logged_in
def receipt(request: ViewersRequest, entry_id: UUID) -> HttpResponse:
    """One purchase; what is unknown and what is somebody else's look alike (guide row G28)."""
    shown = whose.shown(request)
    if not shown.has_details:
        return whose.not_shared(request, shown)
    found = receipts.receipt(coop_id=shown.coop_id, member_id=shown.member_id, entry_id=entry_id)
    if found is None:
        raise Http404
    whose.note_looked(shown, *histories.SINGLE)
    names = wording.TENDERS | {"prepaid": request.coop.emoney_name}
    context = {
        "shown": shown,
        "receipt": found,
        "purchase": found.facts,
        "tenders": [(names[kind], yen) for kind, yen in found.facts.tenders],
        "reversals": found.facts.taken_back.reversals if found.facts.taken_back else (),
    }
    return render(request, "portal/receipt.html", context)
