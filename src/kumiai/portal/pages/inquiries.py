"""`/inquiries/new`: asking the co-op, with or without a login (guide rows G13, G17, G60)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kumiai.identity import browsers
from kumiai.inquiries import actions, rules
from kumiai.inquiries.actions import Asked, Asker, TooManyInquiries
from kumiai.inquiries.rules import Kind
from kumiai.kit import clock
from kumiai.portal import inquiring, stamps
from kumiai.portal.forms.inquiry import InquiryForm
from kumiai.portal.stamps import NoStamp, TooFast
from kumiai.portal.viewer import PortalRequest
from kumiai.ui import views, wording


@require_http_methods(["GET", "HEAD", "POST"])
def inquiry(request: PortalRequest) -> HttpResponse:
    """The form; `?kind=` chooses what it is about, `?purchase=` one of the own purchases."""
    if request.coop is None:
        return views.unavailable(request)
    purchase = inquiring.own_purchase(request)
    if request.method != "POST":
        known = _known(request) | ({"kind": Kind.PURCHASE} if purchase else {})
        return _page(request, InquiryForm(initial=known, purchase=purchase))
    form = InquiryForm(request.POST, purchase=purchase)
    return _take_in(request, form) if form.is_valid() else _page(request, form, status=422)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    return render(request, "portal/inquiry_sent.html")


def _take_in(request: PortalRequest, form: InquiryForm) -> HttpResponse:
    try:
        return _send(request, form)
    except NoStamp:
        words = _("画面を開いてから時間がたったため、もう一度「送信する」を押してください。")
        form.add_error(None, words)
        return _page(request, form, status=422, stamp="")
    except TooFast:
        words = _("確認のため、数秒おいて、もう一度「送信する」を押してください。")
        form.add_error(None, words)
        return _page(request, form, status=422)
    except TooManyInquiries as refused:
        words = _(
            "お問い合せが続いたため、しばらくお待ちいただいています。"
            "%(time)s以降に、もう一度お試しください。お急ぎのときは、お電話でお問い合せください。"
        )
        language = translation.get_language() or "ja"
        time = wording.coming_time(refused.retry_at, language, at=clock.now())
        form.add_error(None, words % {"time": time})
        return _page(request, form, status=429)


def _send(request: PortalRequest, form: InquiryForm) -> HttpResponse:
    at, typed = clock.now(), form.cleaned_data
    form_id = stamps.form_id(
        request.POST.get("stamp", ""),
        at=at,
        filling_in_min=rules.FILLING_IN_MIN,
        lasts=rules.FORM_LASTS,
    )
    if typed["website"]:
        # Somebody's browser may have filled in what nobody sees; it comes back empty.
        raise TooFast
    actions.send_inquiry(
        coop_id=request.coop.id if request.coop else 0,
        asked=Asked(
            kind=Kind(typed["kind"]),
            name=typed["name"],
            member_number=typed["member_number"],
            mail=typed["mail"],
            text=typed["text"],
            asker=_asker(request),
            entry_id=form.purchase.entry_id if form.purchase else None,
            line=typed["line"],
        ),
        form_id=form_id,
        language=translation.get_language() or "ja",
        network=browsers.network(request),
        at=at,
    )
    return redirect("inquiry-sent")


def _asker(request: PortalRequest) -> Asker | None:
    """Whose login it is sent with, so that the answer is found beside it later."""
    login = request.viewer.login if request.viewer else None
    return Asker(login.own_member_id, login.kind, about_id=login.member_id) if login else None


def _known(request: PortalRequest) -> dict[str, Any]:
    """What need not be typed by somebody who is logged in, or came by a link."""
    known: dict[str, Any] = {}
    if request.GET.get("kind") in set(Kind):
        known["kind"] = request.GET["kind"]
    if request.viewer:
        known["name"] = request.viewer.name
        known["member_number"] = request.viewer.login.member_number
    return known


def _page(
    request: PortalRequest, form: InquiryForm, status: int = 200, stamp: str | None = None
) -> HttpResponse:
    """The form with the stamp it came with, or a new one; what nobody sees comes back empty."""
    kept = request.POST.get("stamp", "") if stamp is None else stamp
    shown = {"form": form, "stamp": kept or stamps.new_stamp(at=clock.now())}
    return render(request, "portal/inquiry.html", shown, status=status)
