"""`/password-reissue`: a one-time password and a link by mail, and where they lead (row G11)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kumiai.coops import queries as coops
from kumiai.identity import actions, browsers, hashing, recovery
from kumiai.identity.actions import ReissueIsOver, TooManyKnocks
from kumiai.kit import clock
from kumiai.portal import busy, even_time
from kumiai.portal.forms.recovery import NewPasswordForm, ReissueForm
from kumiai.portal.pages import first_time
from kumiai.portal.viewer import PortalRequest
from kumiai.ui import views


@require_http_methods(["GET", "HEAD", "POST"])
def reissue(request: PortalRequest) -> HttpResponse:
    """Member number and login ID. Known or not, the answer is one."""
    if request.coop is None:
        return views.unavailable(request)
    if request.method != "POST":
        return _page(request, ReissueForm())
    form = ReissueForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        with even_time.at_least():
            actions.ask_for_password(
                member_number=form.cleaned_data["member_number"],
                login_id=form.cleaned_data["login_id"],
                link_prefix=request.build_absolute_uri(reverse("new-password", args=["-"])[:-1]),
                coop_id=request.coop.id,
                network=browsers.network(request),
                at=clock.now(),
            )
    except TooManyKnocks as refused:
        form.add_error(None, first_time.too_many_words(refused))
        return _page(request, form, status=429)
    return redirect("password-reissue-sent")


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The same for everybody."""
    return render(request, "portal/password_reissue_sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: PortalRequest, token: str) -> HttpResponse:
    """Behind the mailed link and the one-time password. Opening it changes nothing."""
    found = recovery.reissue(token=token, at=clock.now())
    if found is None:
        return _is_over(request)
    request.coop = coops.coop(found.coop_id)
    if request.method != "POST":
        return _choice(request, NewPasswordForm(reissue=found))
    form = NewPasswordForm(request.POST, reissue=found)
    if not form.is_valid():
        return _choice(request, form, status=422)
    try:
        password_hash = hashing.hash_password(form.cleaned_data["password"])
        actions.choose_password(token=token, password_hash=password_hash, at=clock.now())
    except hashing.HashingBusy:
        return busy.answer(form, lambda: _choice(request, form, status=503))
    except ReissueIsOver:
        return _is_over(request)
    return redirect("password-reissue-done")


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Log in with the new password."""
    return render(request, "portal/password_reissue_done.html")


def _page(request: HttpRequest, form: ReissueForm, status: int = 200) -> HttpResponse:
    return render(request, "portal/password_reissue.html", {"form": form}, status=status)


def _choice(request: HttpRequest, form: NewPasswordForm, status: int = 200) -> HttpResponse:
    shown = {"form": form, "reissue": form.reissue}
    return render(request, "portal/new_password.html", shown, status=status)


def _is_over(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/new_password_over.html", status=410)
