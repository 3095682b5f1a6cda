"""`/office/login` and what follows it: the second factor, or setting it up the first time."""

import segno
from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from kumiai.backoffice import cookies, refusals, wording
from kumiai.backoffice.forms.login import CodeForm, SetUpForm, StaffLoginForm
from kumiai.backoffice.viewer import OfficeRequest
from kumiai.identity import browsers, hashing, passkeys, sites, staff, totp
from kumiai.identity.actions import CannotLogIn, staff_login, staff_sessions
from kumiai.identity.actions.staff_login import CannotChoosePassword, HalfwayIsOver, StaffLetIn
from kumiai.identity.staff import Halfway
from kumiai.kit import clock
from kumiai.ui import views


@require_http_methods(["GET", "HEAD", "POST"])
def login(request: OfficeRequest) -> HttpResponse:
    """The password; what it opens is only the second factor."""
    if request.coop is None:
        return views.unavailable(request)
    if request.method != "POST":
        return redirect(_wanted(request)) if request.viewer else _page(request, StaffLoginForm())
    form = StaffLoginForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        key = staff_login.log_in_staff(
            login_id=form.cleaned_data["login_id"],
            password=form.cleaned_data["password"],
            coop_id=request.coop.id,
            browser=browsers.of(request),
            at=clock.now(),
            replacing=cookies.session_key(request),
        )
    except (CannotLogIn, hashing.HashingBusy) as refused:
        return _page(request, form, status=refusals.say(form, refused))
    rotate_token(request)
    response = redirect(_with_next(request, "office-second-factor"))
    cookies.keep_session(response, key)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: OfficeRequest) -> HttpResponse:
    """The code of the app; the first time, setting the app up comes before."""
    half = staff.halfway(session_key=cookies.session_key(request), at=clock.now())
    if half is None or half.is_first:
        return redirect(_with_next(request, "office-set-up" if half else "office-login"))
    if request.method != "POST":
        return code_page(request, CodeForm())
    form = CodeForm(request.POST)
    try:
        outcome = _proven(request, form) if form.is_valid() else 422
    except HalfwayIsOver:
        return redirect("office-login")
    if isinstance(outcome, StaffLetIn):
        return let_in(request, outcome)
    return code_page(request, form, status=outcome)


@require_http_methods(["GET", "HEAD", "POST"])
def set_up_link(request: OfficeRequest, token: str) -> HttpResponse:
    """By a mail or a sheet. Opening it changes nothing, scanners open it too: the button does."""
    found = staff.login_to_set_up(token=token, at=clock.now())
    shown = {"login_id": found.login_id if found else ""}
    if found is None or request.method != "POST":
        return render(request, "backoffice/set_up_link.html", shown, status=200 if found else 410)
    try:
        key = staff_login.open_set_up(
            token=token,
            browser=browsers.of(request),
            at=clock.now(),
            replacing=cookies.session_key(request),
        )
    except HalfwayIsOver:
        return redirect("office-set-up-link", token)
    rotate_token(request)
    response = redirect("office-set-up")
    cookies.keep_session(response, key)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: OfficeRequest) -> HttpResponse:
    """The first time: the app takes the QR code, and a password of one's own is chosen."""
    half = staff.halfway(session_key=cookies.session_key(request), at=clock.now())
    if half is None or not half.is_first:
        return redirect("office-login")
    if request.method != "POST":
        return _set_up_page(request, half, SetUpForm())
    form = SetUpForm(request.POST)
    try:
        outcome = _set_up(request, form) if form.is_valid() else 422
    except HalfwayIsOver:
        return redirect("office-login")
    if isinstance(outcome, StaffLetIn):
        return let_in(request, outcome)
    return _set_up_page(request, half, form, status=outcome)


@require_POST
def logout(request: OfficeRequest) -> HttpResponse:
    """End the session of this browser."""
    staff_sessions.end_staff_session(session_key=cookies.session_key(request))
    response = redirect("office-login")
    cookies.drop_session(response)
    rotate_token(request)
    return response


def let_in(request: OfficeRequest, outcome: StaffLetIn) -> HttpResponse:
    """Both factors were shown: another key, and a new form token with it."""
    rotate_token(request)
    response = redirect(_wanted(request))
    cookies.keep_session(response, outcome.session_key)
    browsers.keep_device(response, outcome.device_token)
    return response


def _proven(request: OfficeRequest, form: CodeForm) -> StaffLetIn | int:
    """The open session, or the status of the refusal in the form. Raises HalfwayIsOver."""
    try:
        return staff_login.prove_staff_by_code(
            session_key=cookies.session_key(request),
            code=form.cleaned_data["code"],
            browser=browsers.of(request),
            at=clock.now(),
        )
    except CannotLogIn as refused:
        return refusals.say(form, refused, field="code")


def _set_up(request: OfficeRequest, form: SetUpForm) -> StaffLetIn | int:
    """The same of the first time."""
    try:
        return staff_login.set_up_staff_login(
            session_key=cookies.session_key(request),
            code=form.cleaned_data["code"],
            password=form.cleaned_data["password"],
            browser=browsers.of(request),
            at=clock.now(),
        )
    except CannotChoosePassword as refused:
        form.add_error("password", str(wording.PASSWORD_PROBLEMS[refused.problem]))
        return 422
    except (CannotLogIn, hashing.HashingBusy) as refused:
        return refusals.say(form, refused, field="code")


def code_page(request: OfficeRequest, form: CodeForm, status: int = 200) -> HttpResponse:
    """Where the second factor is shown; with a passkey, if this login has one."""
    at = clock.now()
    half = staff.halfway(session_key=cookies.session_key(request), at=at)
    site = sites.of(request)
    asked = None
    if half and half.has_passkeys and site:
        asked = passkeys.ask_for_one_of(login_pk=half.login_pk, site=site, at=at)
    shown = {"form": form, "next": _wanted(request), "asked": asked}
    return render(request, "backoffice/second_factor.html", shown, status=status)


def _wanted(request: OfficeRequest) -> str:
    """Where somebody wanted to go before the login came in between; only within the office."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    home = reverse("office-home")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours and wanted.startswith(home) else home


def _with_next(request: OfficeRequest, name: str) -> str:
    wanted = _wanted(request)
    if wanted == reverse("office-home"):
        return reverse(name)
    return reverse(name, query={"next": wanted})


def _page(request: OfficeRequest, form: StaffLoginForm, status: int = 200) -> HttpResponse:
    shown = {"form": form, "next": _wanted(request)}
    return render(request, "backoffice/login.html", shown, status=status)


def _set_up_page(
    request: OfficeRequest, half: Halfway, form: SetUpForm, status: int = 200
) -> HttpResponse:
    issuer = request.door.brand
    address = staff.totp_address(login_pk=half.login_pk, login_id=half.login_id, issuer=issuer)
    secret = totp.base32(staff.totp_secret(half.login_pk))
    shown = {
        "form": form,
        "next": _wanted(request),
        "qr": segno.make(address, micro=False).svg_inline(scale=4, border=2, omitsize=True),
        "secret": " ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
    }
    return render(request, "backoffice/set_up.html", shown, status=status)
