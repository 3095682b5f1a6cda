"""`/office/passkeys`: passkeys as a second factor beside the authenticator app."""

from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kumiai.backoffice import access, cookies, refusals
from kumiai.backoffice.forms.login import CodeForm
from kumiai.backoffice.forms.passkeys import StaffPasskeyForm, StaffPasswordForm
from kumiai.backoffice.pages import login
from kumiai.backoffice.viewer import OfficeRequest, StaffRequest
from kumiai.identity import actions, browsers, hashing, sites
from kumiai.identity import passkeys as identity
from kumiai.identity.actions import CannotLogIn, CannotUsePasskey, NoSuchPasskey, TooManyPasskeys
from kumiai.identity.actions import passkeys as passkey_actions
from kumiai.identity.actions.staff_login import HalfwayIsOver
from kumiai.kit import clock


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.EVERYBODY)
def passkeys(request: StaffRequest) -> HttpResponse:
    """One's own passkeys, and the form that adds one."""
    if request.method != "POST":
        return _page(request, StaffPasskeyForm())
    site = sites.of(request)
    if site is None:
        raise Http404
    form = StaffPasskeyForm(request.POST)
    refused = _refused(request, form) if form.is_valid() else 422
    if refused:
        return _page(request, form, status=refused)
    try:
        actions.add_passkey(
            login_pk=request.viewer.staff.login_pk,
            token=form.cleaned_data["token"],
            answer=form.cleaned_data["answer"],
            name=form.cleaned_data["name"],
            site=site,
            browser=browsers.of(request),
            at=clock.now(),
        )
    except TooManyPasskeys:
        form.add_error(None, _("パスキーは10個までです。使わないものを削除してください。"))
        return _page(request, form, status=422)
    except CannotUsePasskey:
        form.add_error(None, _("パスキーを追加できませんでした。もう一度お試しください。"))
        return _page(request, form, status=422)
    return redirect("office-passkeys")


@require_http_methods(["GET", "HEAD", "POST"])
@access.office(*access.EVERYBODY)
def passkey(request: StaffRequest, passkey_id: int) -> HttpResponse:
    """Away with one of one's own; somebody else's looks unknown."""
    login_pk = request.viewer.staff.login_pk
    found = [one for one in identity.passkeys(login_pk=login_pk) if one.id == passkey_id]
    if not found:
        raise Http404
    form = StaffPasswordForm(request.POST if request.method == "POST" else None)
    status: int | None = 200
    if form.is_bound:
        status = _refused(request, form) if form.is_valid() else 422
    if status is None:
        try:
            actions.remove_passkey(
                login_pk=login_pk,
                passkey_id=passkey_id,
                browser=browsers.of(request),
                at=clock.now(),
            )
        except NoSuchPasskey as gone:
            raise Http404 from gone
        return redirect("office-passkeys")
    shown = {"form": form, "passkey": found[0]}
    return render(request, "backoffice/passkey.html", shown, status=status)


@require_POST
def second_factor(request: OfficeRequest) -> HttpResponse:
    """What the device has signed, in the place of the app's code."""
    site = sites.of(request)
    if site is None:
        raise Http404
    try:
        outcome = passkey_actions.prove_staff_by_passkey(
            session_key=cookies.session_key(request),
            token=request.POST.get("token", ""),
            answer=request.POST.get("answer", ""),
            site=site,
            browser=browsers.of(request),
            at=clock.now(),
        )
    except HalfwayIsOver:
        return redirect("office-login")
    except CannotUsePasskey:
        form = CodeForm({})
        form.errors.clear()
        form.add_error(
            None, _("このパスキーでは確認できませんでした。認証アプリの数字でもログインできます。")
        )
        return login.code_page(request, form, status=422)
    return login.let_in(request, outcome)


def _refused(request: StaffRequest, form: BaseForm) -> int | None:
    """The status of a refusal, which stands in the form then; None where the password is right."""
    try:
        actions.confirm_password(
            login_pk=request.viewer.staff.login_pk,
            password=form.cleaned_data["current_password"],
            browser=browsers.of(request),
            at=clock.now(),
        )
    except (CannotLogIn, hashing.HashingBusy) as refused:
        return refusals.say(form, refused, field="current_password")
    return None


def _page(request: StaffRequest, form: StaffPasskeyForm, status: int = 200) -> HttpResponse:
    login_pk = request.viewer.staff.login_pk
    site = sites.of(request)
    at = clock.now()
    asked = identity.ask_for_new(login_pk=login_pk, site=site, at=at) if site else None
    shown = {"form": form, "asked": asked, "passkeys": identity.passkeys(login_pk=login_pk)}
    return render(request, "backoffice/passkeys.html", shown, status=status)
