"""`/registration-details/passkeys`: to add, name, remove and log in with a passkey."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kumiai.identity import actions, browsers, hashing, sites
from kumiai.identity import passkeys as identity
from kumiai.identity.actions import CannotUsePasskey, NoSuchPasskey, TooManyPasskeys
from kumiai.identity.passkeys import PasskeyFacts, Site
from kumiai.kit import clock
from kumiai.portal import access, cookies
from kumiai.portal.forms.passkeys import NewPasskeyForm, PasskeyForm
from kumiai.portal.pages import login, registration_details
from kumiai.portal.viewer import PortalRequest, ViewersRequest
from kumiai.ui import waiting


@require_http_methods(["GET", "HEAD", "POST"])
@access.logged_in
def passkeys(request: ViewersRequest) -> HttpResponse:
    """The passkeys of this login, and the form that adds one."""
    site = sites.of(request)
    if request.method != "POST":
        return _page(request, NewPasskeyForm(), site)
    if site is None:
        raise Http404
    form = NewPasskeyForm(request.POST)
    status = _add(request, form, site) if form.is_valid() else 422
    if status is None:
        return redirect("passkeys")
    return _page(request, form, site, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access.logged_in
def passkey(request: ViewersRequest, passkey_id: int) -> HttpResponse:
    """Another name for it, or away with it."""
    found = _found(request, passkey_id)
    if request.method != "POST":
        return _passkey_page(request, found, PasskeyForm(initial={"name": found.name}))
    form = PasskeyForm(request.POST)
    status = _change(request, form, found) if form.is_valid() else 422
    if status is None:
        return redirect("passkeys")
    return _passkey_page(request, found, form, status=status)


@require_POST
def passkey_login(request: PortalRequest) -> HttpResponse:
    """Log in with what the device has signed."""
    site = sites.of(request)
    if site is None or request.coop is None:
        raise Http404
    try:
        let_in = actions.log_in_with_passkey(
            token=request.POST.get("token", ""),
            answer=request.POST.get("answer", ""),
            site=site,
            browser=browsers.of(request),
            at=clock.now(),
            replacing=cookies.session_key(request),
        )
    except CannotUsePasskey:
        return login.page_with_error(
            request,
            _(
                "このパスキーではログインできませんでした。"
                "もう一度お試しいただくか、パスワードでログインしてください。"
            ),
        )
    return login.let_in(request, let_in)


def _add(request: ViewersRequest, form: NewPasskeyForm, site: Site) -> int | None:
    """The status of a refusal, which stands in the form then."""
    try:
        if refused := registration_details.confirm_password(request, form):
            return refused
        actions.add_passkey(
            login_pk=request.viewer.login.login_pk,
            token=form.cleaned_data["token"],
            answer=form.cleaned_data["answer"],
            name=form.cleaned_data["name"],
            site=site,
            browser=browsers.of(request),
            at=clock.now(),
        )
    except hashing.HashingBusy:
        form.add_error(None, waiting.logins_are_busy())
        return 503
    except TooManyPasskeys:
        form.add_error(None, _("パスキーは10個までです。使わないものを削除してください。"))
        return 422
    except CannotUsePasskey:
        form.add_error(None, _("パスキーを追加できませんでした。もう一度お試しください。"))
        return 422
    return None


def _change(request: ViewersRequest, form: PasskeyForm, found: PasskeyFacts) -> int | None:
    login_pk = request.viewer.login.login_pk
    try:
        if refused := registration_details.confirm_password(request, form):
            return refused
        if request.POST.get("action") == "remove":
            actions.remove_passkey(
                login_pk=login_pk,
                passkey_id=found.id,
                browser=browsers.of(request),
                at=clock.now(),
            )
        else:
            actions.rename_passkey(
                login_pk=login_pk, passkey_id=found.id, name=form.cleaned_data["name"]
            )
    except hashing.HashingBusy:
        form.add_error(None, waiting.logins_are_busy())
        return 503
    except NoSuchPasskey as gone:
        raise Http404 from gone
    return None


def _found(request: ViewersRequest, passkey_id: int) -> PasskeyFacts:
    """One's own; what is unknown and what is somebody else's look alike."""
    for one in identity.passkeys(login_pk=request.viewer.login.login_pk):
        if one.id == passkey_id:
            return one
    raise Http404


def _page(
    request: ViewersRequest, form: NewPasskeyForm, site: Site | None, status: int = 200
) -> HttpResponse:
    login_pk = request.viewer.login.login_pk
    asked = identity.ask_for_new(login_pk=login_pk, site=site, at=clock.now()) if site else None
    shown = {"form": form, "asked": asked, "passkeys": identity.passkeys(login_pk=login_pk)}
    return render(request, "portal/passkeys.html", shown, status=status)


def _passkey_page(
    request: ViewersRequest, found: PasskeyFacts, form: PasskeyForm, status: int = 200
) -> HttpResponse:
    shown = {"passkey": found, "form": form}
    return render(request, "portal/passkey.html", shown, status=status)
