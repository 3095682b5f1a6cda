"""`/registration-details/mail`: a new mail address on its way, until its proof comes back."""

from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kumiai.identity import actions, browsers
from kumiai.identity import details as identity
from kumiai.identity import queries as logins
from kumiai.identity.actions import (
    CannotProve,
    CannotSendMailTest,
    CodeAnswer,
    MailChanged,
    NoMailChange,
)
from kumiai.kit import clock
from kumiai.mail import rules as mail
from kumiai.portal import access, cookies
from kumiai.portal.forms.details import CodeForm
from kumiai.portal.pages import mail_tests, registration_details
from kumiai.portal.viewer import PortalRequest, ViewersRequest


@require_http_methods(["GET", "HEAD", "POST"])
@access.logged_in
def mail_change(request: ViewersRequest) -> HttpResponse:
    """Where the mail is, the field for its code, and the ways to send it again or to drop it."""
    if request.method != "POST":
        return _page(request, CodeForm())
    match request.POST.get("action"):
        case "drop":
            actions.drop_mail_change(login_pk=request.viewer.login.login_pk)
            return redirect("registration-details")
        case "send_again":
            return _send_again(request)
        case _otherwise:
            return _try_code(request)


@require_safe
def progress(request: PortalRequest) -> HttpResponse:
    """The lines about the mail, asked for every few seconds; done once there is no change."""
    shown = _shown(request) if request.viewer else None
    if shown is None:
        response = HttpResponse()
        response["HX-Redirect"] = reverse("registration-details")
        return response
    return render(request, "portal/mail_test.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def proof(request: PortalRequest, token: str) -> HttpResponse:
    """Opening the page changes nothing: scanners open it too. The button makes it count."""
    at = clock.now()
    if not identity.is_change_link_open(token=token, at=at):
        return _link_page(request, "over", status=410)
    if request.method != "POST":
        return _link_page(request, "open")
    try:
        changed = actions.change_mail_by_link(
            token=token,
            session_key=cookies.session_key(request),
            browser=browsers.of(request),
            at=at,
        )
    except (CannotProve, NoMailChange):
        return _link_page(request, "over", status=410)
    if changed.session_key:
        return _done(request, changed)
    return _link_page(request, "changed")


def _try_code(request: ViewersRequest) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        answer = actions.change_mail_by_code(
            login_pk=request.viewer.login.login_pk,
            session_key=cookies.session_key(request) or "",
            code=form.cleaned_data["code"],
            browser=browsers.of(request),
            at=clock.now(),
        )
    except NoMailChange:
        return redirect("registration-details")
    if isinstance(answer, MailChanged):
        return _done(request, answer)
    if answer is CodeAnswer.WRONG:
        form.add_error("code", _("確認コードが違います。最新のメールの6桁の数字です。"))
    else:
        form.add_error(
            "code", _("この確認コードは使えなくなりました。「もう一度送る」を押してください。")
        )
    return _page(request, form, status=422)


def _send_again(request: ViewersRequest) -> HttpResponse:
    try:
        actions.send_again(
            login_pk=request.viewer.login.login_pk,
            link_prefix=registration_details.link_prefix(request),
            language=translation.get_language() or "ja",
            at=clock.now(),
        )
    except NoMailChange:
        return redirect("registration-details")
    except CannotSendMailTest:
        form = CodeForm({})
        form.errors.clear()
        form.add_error(None, registration_details.too_many_words())
        return _page(request, form, status=429)
    return redirect("mail-change")


def _done(request: PortalRequest, changed: MailChanged) -> HttpResponse:
    """This browser goes on with another key."""
    response = redirect(f"{reverse('registration-details')}?change={changed.change_id}")
    if changed.session_key:
        cookies.keep_session(response, changed.session_key)
        rotate_token(request)
    return response


def _page(request: ViewersRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    shown = _shown(request)
    if shown is None:
        return redirect("registration-details")
    return render(request, "portal/mail_change.html", shown | {"form": form}, status=status)


def _shown(request: PortalRequest) -> dict[str, object] | None:
    """What is known of the mail; None once nothing is on its way."""
    at = clock.now()
    login_pk = request.viewer.login.login_pk if request.viewer else 0
    pending = identity.mail_change(login_pk=login_pk, at=at)
    if pending is None:
        return None
    proof = logins.mail_proof(login_pk=login_pk, address=pending.address, at=at)
    return {
        "pending": pending,
        "proof": proof,
        "is_change": True,
        "is_off_standard": mail.is_off_standard(pending.address),
        "is_watched": mail_tests.is_watched(proof),
        "watch_url": reverse("mail-change-progress"),
    }


def _link_page(request: PortalRequest, state: str, status: int = 200) -> HttpResponse:
    return render(request, "portal/mail_change_proof.html", {"state": state}, status=status)
