"""`/card/suspension`: a lost card is stopped here, in two taps (guide rows G32 and G50)."""

import contextlib
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kumiai.coops import queries as coops
from kumiai.coops.rules import Actor
from kumiai.identity.viewing import Viewer
from kumiai.kit import clock
from kumiai.meals import queries as meals
from kumiai.members import actions
from kumiai.members import queries as members
from kumiai.members.actions import CannotSuspend
from kumiai.members.queries import Stopped
from kumiai.portal import access, whose
from kumiai.portal.forms.suspension import REASONS, SuspensionForm
from kumiai.portal.viewer import ViewersRequest
from kumiai.portal.whose import Shown
from kumiai.ui.context import Text


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop as the page tells it."""

    at: datetime
    reason: str
    by: Text


@require_safe
@access.logged_in
def suspension(request: ViewersRequest) -> HttpResponse:
    """Whether the card may be used; the way to stop it, or how it can be used again."""
    return _page(request, SuspensionForm())


@require_http_methods(["GET", "HEAD", "POST"])
@access.logged_in
def confirmation(request: ViewersRequest) -> HttpResponse:
    """The second tap: what will happen, and the button that does it. Reading changes nothing."""
    is_asked = request.method == "POST"
    form = SuspensionForm(request.POST if is_asked else request.GET)
    shown = whose.shown(request)
    if not form.is_valid():
        return _page(request, form, status=422)
    reason: str = form.cleaned_data["reason"]
    if not is_asked:
        if members.stopped(coop_id=shown.coop_id, member_id=shown.member_id):
            return redirect("card-suspension")
        return render(
            request,
            "portal/suspension_confirmation.html",
            {"reason": reason, "reason_words": REASONS[reason], **_stores(shown)},
        )
    login = request.viewer.login
    if not _is_meant(request, login):
        form.add_error(None, _other_child(login))
        return _page(request, form, status=409)
    # Asked twice, or stopped in a store meanwhile: the page shows since when.
    with contextlib.suppress(CannotSuspend):
        actions.suspend(
            coop_id=shown.coop_id,
            member_id=shown.member_id,
            reason=_in_japanese(reason),
            by=Actor("guardian" if login.kind == "guardian" else "member", str(login.login_pk)),
            at=clock.now(),
        )
    return redirect("card-suspension")


def _is_meant(request: ViewersRequest, login: Viewer) -> bool:
    """Whether the form was shown for this card: with several children another may be shown now."""
    sent = request.POST.get("card_of", "" if login.children else login.member_number)
    return sent == login.member_number


def _other_child(login: Viewer) -> str:
    return _(
        "表示中のお子さまが変わったため、まだ停止していません。いまは%(member)sさんのページです。"
    ) % {"member": login.member_name}


def _page(request: ViewersRequest, form: SuspensionForm, status: int = 200) -> HttpResponse:
    shown = whose.shown(request)
    stopped = members.stopped(coop_id=shown.coop_id, member_id=shown.member_id)
    context = {
        "form": form,
        "stop": _told(shown, stopped) if stopped else None,
        **_stores(shown),
    }
    return render(request, "portal/suspension.html", context, status=status)


def _stores(shown: Shown) -> dict[str, object]:
    """Where the card can be used again: in any store, with a meal card in the cafeteria."""
    is_eating = meals.holds_meal_card(
        coop_id=shown.coop_id, member_id=shown.member_id, on=clock.tokyo_date(shown.at)
    )
    cafeterias = coops.cafeterias(shown.coop_id) if is_eating else ()
    return {
        "is_eating": bool(cafeterias),
        "stores": cafeterias or coops.stores(shown.coop_id),
    }


def _told(shown: Shown, stopped: Stopped) -> Stop:
    match stopped.by.kind:
        case "member":
            by = _("ご本人（このページから）")
        case "guardian":
            by = _("保護者の方（このページから）")
        case "terminal":
            places = coops.places(shown.coop_id, {int(stopped.by.id)})
            place = places.get(int(stopped.by.id))
            by = _("%(store)sのレジ") % {"store": place.store_name} if place else _("店舗のレジ")
        case _otherwise:
            by = _("生協")
    return Stop(stopped.at, _in_words(stopped.reason), by)


def _in_japanese(reason: str) -> str:
    """The reason as the office and the stores read it, whatever the language of the page."""
    with translation.override("ja"):
        return str(REASONS[reason])


def _in_words(told: str) -> str:
    """A reason chosen on this page in the reader's language; any other as it was written."""
    for reason, words in REASONS.items():
        if _in_japanese(reason) == told:
            return str(words)
    return told
