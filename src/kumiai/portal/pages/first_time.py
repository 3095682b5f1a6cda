"""`/first-time`: the box for those who joined before the policy's year (guide rows G04 to G06)."""

from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kumiai.coops import queries as coops
from kumiai.identity import actions, browsers
from kumiai.identity.actions import (
    AlreadyProvisional,
    AlreadyRegistered,
    TooManyKnocks,
    UnknownNumber,
)
from kumiai.kit import clock
from kumiai.portal import access, cookies
from kumiai.portal.forms.first_time import NumberForm
from kumiai.portal.pages import login
from kumiai.portal.viewer import PortalRequest
from kumiai.ui import views, wording


@require_http_methods(["GET", "HEAD", "POST"])
def first_time(request: PortalRequest) -> HttpResponse:
    """Ask for the number, and open the form to whom it is meant for."""
    if request.coop is None:
        return views.unavailable(request)
    if request.method != "POST":
        return _page(request, NumberForm())
    form = NumberForm(request.POST)
    return _open(request, form) if form.is_valid() else _page(request, form, status=422)


def too_many_words(refused: TooManyKnocks) -> str:
    """The same whether or not anybody was looked up."""
    language = translation.get_language() or "ja"
    time = wording.coming_time(refused.retry_at, language, at=clock.now())
    words = _(
        "お申し込みが続いたため、しばらくお待ちいただいています。"
        "%(time)s以降に、もう一度お試しください。"
    )
    return words % {"time": time}


def _open(request: PortalRequest, form: NumberForm) -> HttpResponse:
    try:
        token = actions.open_application(
            number=form.cleaned_data["member_number"],
            coop_id=request.coop.id if request.coop else 0,
            network=browsers.network(request),
            at=clock.now(),
        )
    except UnknownNumber:
        form.add_error("member_number", _("入力された情報に該当する組合員が見つかりません"))
        return _page(request, form, status=422)
    except AlreadyProvisional as standing:
        return _already_provisional(request, standing.coop_id)
    except AlreadyRegistered:
        return access.already_registered(request)
    except TooManyKnocks as refused:
        form.add_error(None, too_many_words(refused))
        return _page(request, form, status=429)
    rotate_token(request)
    response = redirect("first-time-form")
    cookies.keep_application(response, token)
    return response


def _page(request: PortalRequest, form: NumberForm, status: int = 200) -> HttpResponse:
    coop_id = request.coop.id if request.coop else 0
    shown = {"number_form": form, **login.provisional_words(coop_id)}
    return render(request, "portal/first_time.html", shown, status=status)


def _already_provisional(request: PortalRequest, coop_id: int) -> HttpResponse:
    """Nothing is to be entered here: in the words of the member's own co-op."""
    request.coop = coops.coop(coop_id)
    shown = login.provisional_words(coop_id)
    return render(request, "portal/first_time_provisional.html", shown, status=409)
