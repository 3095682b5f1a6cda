"""`/login-id-reminder`: the login ID by mail (guide row G10). Known or not, the answer is one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kumiai.identity import actions, browsers
from kumiai.identity.actions import TooManyKnocks
from kumiai.kit import clock
from kumiai.portal import even_time
from kumiai.portal.forms.recovery import ReminderForm
from kumiai.portal.pages import first_time
from kumiai.portal.viewer import PortalRequest
from kumiai.ui import views


@require_http_methods(["GET", "HEAD", "POST"])
def reminder(request: PortalRequest) -> HttpResponse:
    """Member number and mail address."""
    if request.coop is None:
        return views.unavailable(request)
    if request.method != "POST":
        return _page(request, ReminderForm())
    form = ReminderForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        with even_time.at_least():
            actions.ask_for_login_id(
                member_number=form.cleaned_data["member_number"],
                address=form.cleaned_data["mail"],
                coop_id=request.coop.id,
                network=browsers.network(request),
                at=clock.now(),
            )
    except TooManyKnocks as refused:
        form.add_error(None, first_time.too_many_words(refused))
        return _page(request, form, status=429)
    return redirect("login-id-reminder-sent")


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The same for everybody."""
    return render(request, "portal/login_id_reminder_sent.html")


def _page(request: HttpRequest, form: ReminderForm, status: int = 200) -> HttpResponse:
    return render(request, "portal/login_id_reminder.html", {"form": form}, status=status)
