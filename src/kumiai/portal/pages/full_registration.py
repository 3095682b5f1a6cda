"""`/full-registration/<token>`: the page behind the mailed link, and that it is done (G04)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kumiai.coops import queries as coops
from kumiai.identity import actions, first_time, hashing
from kumiai.identity.actions import (
    AlreadyRegistered,
    ApplicationIsOver,
    CannotRegister,
    WrongApplication,
)
from kumiai.kit import clock
from kumiai.portal import access, busy, cookies
from kumiai.portal.forms.first_time import FullRegistrationForm
from kumiai.portal.viewer import PortalRequest


@require_http_methods(["GET", "HEAD", "POST"])
def full_registration(request: PortalRequest, token: str) -> HttpResponse:
    """Opening the page changes nothing: scanners open it too. The button registers."""
    application = first_time.application_behind(link_token=token, at=clock.now())
    if application is None:
        return _is_over(request)
    request.coop = coops.coop(application.coop_id)
    if application.is_registered:
        return access.already_registered(request)
    if request.method != "POST":
        return _page(request, FullRegistrationForm(application=application))
    form = FullRegistrationForm(request.POST, application=application)
    if not form.is_valid():
        return _page(request, form, status=422)
    return _register(request, form, token)


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """Log in anew."""
    return render(request, "portal/full_registration_done.html")


def _register(request: PortalRequest, form: FullRegistrationForm, token: str) -> HttpResponse:
    typed = form.cleaned_data
    try:
        actions.register_first_time(
            link_token=token,
            login_id=typed["login_id"],
            provisional_password=typed["provisional_password"],
            password_hash=hashing.hash_password(typed["password"]),
            another_login_id=typed.get("another_login_id", ""),
            at=clock.now(),
        )
    except hashing.HashingBusy:
        return busy.answer(form, lambda: _page(request, form, status=503))
    except WrongApplication:
        words = _(
            "ご希望のログインIDまたは仮パスワードが違います。"
            "お申し込みの時に決めたものを入力してください。"
        )
        form.add_error(None, words)
        return _page(request, form, status=422)
    except ApplicationIsOver:
        return _is_over(request)
    except AlreadyRegistered:
        return access.already_registered(request)
    except CannotRegister:
        return _taken_meanwhile(request, token)
    response = redirect("full-registration-done")
    cookies.drop_application(response)
    return response


def _taken_meanwhile(request: PortalRequest, token: str) -> HttpResponse:
    """Somebody else was quicker with the login ID; the form asks for another one now."""
    application = first_time.application_behind(link_token=token, at=clock.now())
    if application is None:
        return _is_over(request)
    form = FullRegistrationForm(request.POST, application=application)
    form.is_valid()
    return _page(request, form, status=422)


def _page(request: PortalRequest, form: FullRegistrationForm, status: int = 200) -> HttpResponse:
    shown = {"form": form, "application": form.application}
    return render(request, "portal/full_registration.html", shown, status=status)


def _is_over(request: HttpRequest) -> HttpResponse:
    """Used, older than a day, tried too often, or never sent."""
    return render(request, "portal/full_registration_over.html", status=410)
