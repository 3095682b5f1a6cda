"""`/web-points`: where web points came from, and claiming them as money (rows G23, G24, G31)."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kumiai.coops import queries as coops
from kumiai.identity.sections import Section
from kumiai.kit import clock, ids
from kumiai.kit.money import TenthPoints
from kumiai.ledger.posting import Outcome
from kumiai.portal import access, whose, wording
from kumiai.portal.forms.web_points import ClaimForm
from kumiai.portal.viewer import ViewersRequest
from kumiai.portal.whose import Shown
from kumiai.purchases import rules as purchase_rules
from kumiai.wallet import actions, rules
from kumiai.wallet import queries as wallets
from kumiai.wallet.actions import CreditAsked
from kumiai.wallet.crediting import Claim
from kumiai.wallet.queries import WebPointStep

MONTHS_SHOWN = 13
# A co-op may be closed for weeks in summer.
CALENDAR_DAYS = 120


class _Answer(msgspec.Struct):
    """What the page wants to know of the answer to a claim."""

    state: str


@require_http_methods(["GET", "HEAD", "POST"])
@access.logged_in
def web_points(request: ViewersRequest) -> HttpResponse:
    """The history and the form; a claim that was made is told above them."""
    shown = whose.shown(request)
    if not shown.has_prepaid_history:
        return whose.not_shared(request, shown)
    whose.note_looked(shown, Section.BALANCES)
    held = wallets.web_points_now(coop_id=shown.coop_id, member_id=shown.member_id)
    if request.method != "POST":
        return _page(request, shown, held, _form(shown, held, ids.uuid7(shown.at)))
    if request.viewer.login.kind != "member":
        raise Http404
    form = _form(shown, held, None, request.POST)
    if not form.is_valid():
        return _page(request, shown, held, _renewed(form, shown), status=422)
    outcome = _claim(shown, form.cleaned_data["id"], form.cleaned_data["blocks"])
    if outcome.id_reused:
        form.add_error(None, _("画面を開き直して、もう一度お試しください。"))
    elif msgspec.json.decode(outcome.receipt, type=_Answer).state == "declined":
        held, form = _after_another(shown, request)
    else:
        return redirect(f"{reverse('web-points')}?claim={outcome.id}")
    return _page(request, shown, held, _renewed(form, shown), status=422)


def _after_another(shown: Shown, request: ViewersRequest) -> tuple[TenthPoints, ClaimForm]:
    """What is left, and the form over it, once another window claimed in the same moment."""
    held = wallets.web_points_now(coop_id=shown.coop_id, member_id=shown.member_id)
    form = _form(shown, held, None, request.POST)
    if form.is_valid():
        form.add_error("blocks", _("いまの残高で申請できる分を選んでください。"))
    return held, form


def _claim(shown: Shown, claim_id: UUID, blocks: int) -> Outcome:
    claim = Claim(shown.member_id, blocks, shown.policy, _calendar(shown))
    (outcome,) = actions.credit(
        coop_id=shown.coop_id, asked=[CreditAsked(claim_id, claim, shown.at)]
    )
    return outcome


def _form(shown: Shown, held: int, claim_id: UUID | None, *given: object) -> ClaimForm:
    blocks = wallets.web_point_blocks(web_points_tenths=held, policy=shown.policy)
    form = ClaimForm(
        *given,
        # What could not be taken in any more is not to be claimed.
        count=0 if shown.is_over else blocks.count,
        block_tenths=blocks.block_tenths,
        block_yen=blocks.block_yen,
        language=translation.get_language() or "ja",
    )
    form.initial = {"id": claim_id, "blocks": str(blocks.count)}
    return form


def _renewed(form: ClaimForm, shown: Shown) -> ClaimForm:
    """The refused form with an id of its own: what is sent next is another claim."""
    form.data = {**form.data, "id": str(ids.uuid7(shown.at))}
    return form


def _page(
    request: ViewersRequest, shown: Shown, held: int, form: ClaimForm, status: int = 200
) -> HttpResponse:
    today = clock.tokyo_date(shown.at)
    months = purchase_rules.months_shown(today, count=MONTHS_SHOWN)
    story = wallets.web_point_story(
        coop_id=shown.coop_id,
        member_id=shown.member_id,
        since=clock.day_start(months[-1]),
        before=clock.day_start(today + timedelta(days=1)),
    )
    available_on = _available_on(shown, today)
    last = shown.usable_until
    context: dict[str, Any] = {
        "shown": shown,
        "form": form,
        "at": shown.at,
        "held_tenths": held,
        "blocks": wallets.web_point_blocks(web_points_tenths=held, policy=shown.policy),
        "may_claim": request.viewer.login.kind == "member",
        "wait_days": shown.policy.claim_wait_business_days,
        "available_on": available_on,
        "is_too_late": last is not None and available_on > last,
        "since": months[-1],
        "today": today,
        "steps": [(wording.WEB_POINT_MOVES[step.reason], step) for step in story],
        "made": _made(story, request.GET.get("claim", "")),
        "stores": "・".join(each.name for each in coops.stores_that_hand_over(shown.coop_id)),
    }
    return render(request, "portal/web_points.html", context, status=status)


def _available_on(shown: Shown, today: date) -> date:
    return rules.claim_available_on(today, policy=shown.policy, calendar=_calendar(shown))


def _calendar(shown: Shown) -> dict[date, bool]:
    today = clock.tokyo_date(shown.at)
    return coops.calendar_overrides(shown.coop_id, today, today + timedelta(days=CALENDAR_DAYS))


def _made(story: tuple[WebPointStep, ...], named: str) -> WebPointStep | None:
    """The claim an address names, if it is one of this member's."""
    return next((step for step in story if step.available_on and str(step.entry_id) == named), None)
