"""`/first-time/form` and what follows it: form, confirmation, and that a mail is on its way."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kumiai.coops import queries as coops
from kumiai.identity import actions, browsers, first_time, hashing
from kumiai.identity.actions import (
    AlreadyRegistered,
    ApplicationIsOver,
    CannotLogIn,
    CannotMailLink,
    CannotRegister,
)
from kumiai.identity.drafts import Draft
from kumiai.identity.first_time import Application
from kumiai.identity.rules import PasswordProblem
from kumiai.kit import clock
from kumiai.mail import rules as mail
from kumiai.portal import access, busy, cookies
from kumiai.portal.forms import wording
from kumiai.portal.forms.first_time import FirstTimeForm
from kumiai.portal.pages import login, registration
from kumiai.portal.viewer import PortalRequest


def _with_application(
    page: Callable[[PortalRequest, Application], HttpResponse],
) -> Callable[[PortalRequest], HttpResponse]:
    """Hand the page this browser's open application, in the look of the member's own co-op."""

    def guarded(request: PortalRequest) -> HttpResponse:
        token = cookies.application_token(request)
        application = first_time.application(token=token, at=clock.now())
        if application is None:
            return _is_over(request)
        request.coop = coops.coop(application.coop_id)
        if application.is_registered:
            return access.already_registered(request)
        return page(request, application)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@_with_application
def form(request: PortalRequest, application: Application) -> HttpResponse:
    """The form. What was typed is kept first, whatever is wrong with it."""
    if application.message:
        return redirect("first-time-sent")
    if request.method != "POST":
        return _form_page(request, FirstTimeForm(application=application))
    if request.POST.get("action") == "cancel":
        return _cancel(application)
    sent = FirstTimeForm(request.POST, application=application)
    sent.is_valid()
    try:
        draft = registration.draft_of(sent)
    except hashing.HashingBusy:
        return busy.answer(sent, lambda: _form_page(request, sent, status=503))
    if application.draft.password_hash and not draft.password_hash:
        sent.add_error("password", wording.words("password", PasswordProblem.LOGIN_ID))
    actions.put_application(application=application, draft=draft)
    if sent.errors:
        return _form_page(request, sent, status=422)
    return _check(request, sent, draft)


@require_http_methods(["GET", "HEAD", "POST"])
@_with_application
def confirmation(request: PortalRequest, application: Application) -> HttpResponse:
    """Everything once more; the button sends the mail."""
    if application.message:
        return redirect("first-time-sent")
    if not application.draft.is_checked:
        return redirect("first-time-form")
    if request.method == "POST":
        return _apply(request, application)
    shown = {
        "application": application,
        "is_off_standard": mail.is_off_standard(application.draft.mail),
    }
    return render(request, "portal/first_time_confirmation.html", shown)


@require_safe
@_with_application
def sent(request: PortalRequest, application: Application) -> HttpResponse:
    """Where the mail is, and what to do with it."""
    if application.message is None:
        return redirect("first-time-form")
    shown = {
        "application": application,
        "sender_domain": mail.domain_of(request.coop.sender_address) if request.coop else "",
    }
    return render(request, "portal/first_time_sent.html", shown)


def _check(request: PortalRequest, form: FirstTimeForm, draft: Draft) -> HttpResponse:
    try:
        actions.check_application(
            application=form.application,
            draft=draft,
            network=browsers.network(request),
            at=clock.now(),
        )
    except CannotRegister as refused:
        registration.add_problems(form, refused)
        return _form_page(request, form, status=422)
    except CannotLogIn as refused:
        form.add_error(None, login.words(refused))
        return _form_page(request, form, status=429)
    return redirect("first-time-confirmation")


def _apply(request: PortalRequest, application: Application) -> HttpResponse:
    link_prefix = request.build_absolute_uri(reverse("full-registration", args=["-"])[:-1])
    try:
        actions.apply_for_registration(
            token=cookies.application_token(request),
            link_prefix=link_prefix,
            language=translation.get_language() or "ja",
            at=clock.now(),
        )
    except ApplicationIsOver:
        return _is_over(request)
    except AlreadyRegistered:
        return access.already_registered(request)
    except CannotRegister as refused:
        form = _showing(application)
        registration.add_problems(form, refused)
        return _form_page(request, form, status=422)
    except CannotMailLink:
        form = _showing(application)
        form.add_error(
            "mail",
            _("続けてメールを送れるのは10分間に3回までです。しばらくしてからお試しください。"),
        )
        return _form_page(request, form, status=429)
    return redirect("first-time-sent")


def _showing(application: Application) -> FirstTimeForm:
    """The form filled with the draft, so that something can be said under its fields."""
    empty = FirstTimeForm(application=application)
    typed = {name: empty[name].initial for name in empty.fields if name != "password"}
    return FirstTimeForm(typed, application=application)


def _form_page(request: PortalRequest, form: FirstTimeForm, status: int = 200) -> HttpResponse:
    address = mail.fold_address(str(form["mail"].value() or ""))
    shown = {
        "form": form,
        "application": form.application,
        "sender_domain": mail.domain_of(request.coop.sender_address) if request.coop else "",
        "is_off_standard": mail.is_off_standard(address),
    }
    return render(request, "portal/first_time_form.html", shown, status=status)


def _cancel(application: Application) -> HttpResponse:
    actions.drop_application(application=application)
    response = redirect("login")
    cookies.drop_application(response)
    return response


def _is_over(request: HttpRequest) -> HttpResponse:
    """The half hour has passed, or no number was typed before."""
    return render(request, "portal/first_time_over.html", status=403)
