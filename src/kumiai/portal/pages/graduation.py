"""`/graduation`: what is left where, and what to do with it by the end of March (G46, G47)."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kumiai.coops import queries as coops
from kumiai.identity.sections import Section
from kumiai.portal import access, whose
from kumiai.portal.viewer import ViewersRequest
from kumiai.portal.whose import Shown
from kumiai.wallet import queries as wallets
from kumiai.wallet import rules
from kumiai.wallet.queries import PurseFigures, Wallet

CALENDAR_DAYS = 60


@require_safe
@access.logged_in
def graduation(request: ViewersRequest) -> HttpResponse:
    """Every purse that is not empty, each with what is to be done and until when."""
    shown = whose.shown(request)
    if not shown.has_balances:
        return whose.not_shared(request, shown)
    whose.note_looked(shown, Section.BALANCES)
    wallet = wallets.wallet(coop_id=shown.coop_id, member_id=shown.member_id, at=shown.at)
    last = shown.usable_until
    context = {
        "shown": shown,
        "wallet": wallet,
        "has_something": any(purse.live for purse in _purses(wallet)),
        "last": last,
        "collectable_yen": wallet.collectable_yen,
        "too_late": [each for each in wallet.waiting if last and each.available_on > last],
        "stores": "・".join(each.name for each in coops.stores_that_hand_over(shown.coop_id)),
        "way": wallets.point_block(points_tenths=wallet.points.live, policy=shown.policy),
        "blocks": wallets.web_point_blocks(
            web_points_tenths=wallet.web_points.live, policy=shown.policy
        ),
        "claim_by": _claim_by(shown, last) if last else None,
    }
    return render(request, "portal/graduation.html", context)


def _purses(wallet: Wallet) -> tuple[PurseFigures, ...]:
    return wallet.prepaid, wallet.uncollected, wallet.points, wallet.web_points, wallet.debt


def _claim_by(shown: Shown, last: date) -> date | None:
    """The last day of claiming; the co-op's calendar of the weeks before the end decides."""
    calendar = coops.calendar_overrides(shown.coop_id, last - timedelta(days=CALENDAR_DAYS), last)
    return rules.last_claim_day(last, policy=shown.policy, calendar=calendar)
