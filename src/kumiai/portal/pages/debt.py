"""`/debt`: which sale left something owing, and how it will be taken."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kumiai.identity.sections import Section
from kumiai.portal import access, histories, whose, wording
from kumiai.portal.viewer import ViewersRequest
from kumiai.wallet import histories as wallet_histories


@require_safe
@access.logged_in
def debt(request: ViewersRequest) -> HttpResponse:
    """What made the debt there is now; there may be none."""
    shown = whose.shown(request)
    if not shown.has_prepaid_history:
        return whose.not_shared(request, shown)
    whose.note_looked(shown, Section.BALANCES, *histories.SINGLE)
    origins = wallet_histories.debt_origins(
        coop_id=shown.coop_id, member_id=shown.member_id, at=shown.at
    )
    context = {
        "shown": shown,
        "debt_yen": sum(each.left_yen for each in origins),
        "origins": [(wording.DEBT_MOVES[each.reason], each) for each in origins],
    }
    return render(request, "portal/debt.html", context)
