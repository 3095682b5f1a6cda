"""`/uncollected`: where each slip's and each claim's money is (guide rows G25, G40, G43 and B3)."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kumiai.coops import queries as coops
from kumiai.identity.sections import Section
from kumiai.kit import clock
from kumiai.portal import access, whose, wording
from kumiai.portal.viewer import ViewersRequest
from kumiai.purchases import rules
from kumiai.slips import actions
from kumiai.slips import queries as slips
from kumiai.wallet import whereabouts


@require_safe
@access.logged_in
def uncollected(request: ViewersRequest) -> HttpResponse:
    """What waits, however old, and what was handed over in the months the history has."""
    shown = whose.shown(request)
    if not shown.has_prepaid_history:
        return whose.not_shared(request, shown)
    whose.note_looked(shown, Section.BALANCES)
    today = clock.tokyo_date(shown.at)
    months = rules.months_shown(today, count=shown.policy.history_months)
    paths = whereabouts.paths(
        coop_id=shown.coop_id,
        member_id=shown.member_id,
        since=clock.day_start(months[-1]),
        at=shown.at,
    )
    context = {
        "shown": shown,
        "at": shown.at,
        "waiting_yen": sum(path.remaining_yen for path in paths),
        "collectable_yen": sum(path.remaining_yen for path in paths if path.is_collectable),
        "paths": [(wording.WAITING_SOURCES[path.source], path) for path in paths],
        "stores": "・".join(each.name for each in coops.stores_that_hand_over(shown.coop_id)),
        "since": months[-1],
        "sent": [
            slip
            for slip in slips.slips_sent_to(coop_id=shown.coop_id, member_id=shown.member_id)
            if clock.tokyo_date(slip.sent_at) >= months[-1]
        ],
        "may_wish": not shown.is_guardian,
        "wants_mails": slips.wants_mails(coop_id=shown.coop_id, member_id=shown.member_id),
    }
    return render(request, "portal/uncollected.html", context)


@require_POST
@access.logged_in
def mails(request: ViewersRequest) -> HttpResponse:
    """The member wants mails at each step of what is paid in, or wants them no more."""
    shown = whose.shown(request)
    if shown.is_guardian:
        return redirect("uncollected")
    if request.POST.get("mails") == "on":
        actions.wish_for_mails(coop_id=shown.coop_id, member_id=shown.member_id, at=shown.at)
    else:
        actions.stop_mails(coop_id=shown.coop_id, member_id=shown.member_id)
    return redirect("uncollected")
