"""`/`: logging in, with one's own ID or provisionally; and logging out."""

from functools import lru_cache

import segno
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kumiai.coops import queries as coops
from kumiai.identity import actions, browsers, hashing, passkeys, sites, turns
from kumiai.identity.actions import CannotLogIn, LetIn, NewPasswordAsked, Refusal, TicketOpened
from kumiai.kit import clock
from kumiai.portal import busy, cookies, even_time
from kumiai.portal.forms.first_time import NumberForm
from kumiai.portal.forms.login import LoginForm
from kumiai.portal.viewer import PortalRequest
from kumiai.ui import views, waiting

AFTER_LOGIN = "/home"


@require_http_methods(["GET", "HEAD", "POST"])
def login(request: PortalRequest) -> HttpResponse:
    """Log in; a provisional login opens the registration form instead."""
    if request.coop is None:
        return views.unavailable(request)
    if request.method != "POST":
        return redirect(wanted(request)) if request.viewer else _page(request, LoginForm())
    form = LoginForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    browser = browsers.of(request)
    try:
        with even_time.at_least(refusals_only=True):
            outcome = actions.log_in(
                login_id=form.cleaned_data["login_id"],
                password=form.cleaned_data["password"],
                coop_id=request.coop.id,
                network=browser.network,
                at=clock.now(),
                replacing=cookies.session_key(request),
                user_agent=browser.user_agent,
                device_token=browser.device_token,
                turn=cookies.turn(request),
            )
    except CannotLogIn as refused:
        form.add_error(None, words(refused))
        is_waiting = refused.refusal not in (Refusal.WRONG, Refusal.TAP)
        return _page(request, form, status=429 if is_waiting else 422)
    except hashing.HashingBusy:
        response = busy.answer(form, lambda: _page(request, form, status=503))
        cookies.keep_turn(response, turns.new_note(at=clock.now()))
        return response
    return let_in(request, outcome)


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    """End the session of this browser."""
    session_key = cookies.session_key(request)
    if session_key:
        actions.end_session(session_key=session_key)
    response = redirect("login")
    cookies.drop_session(response)
    rotate_token(request)
    return response


def page_with_error(request: PortalRequest, words: str) -> HttpResponse:
    """The login page, after another way in did not work."""
    form = LoginForm({})
    form.errors.clear()
    form.add_error(None, words)
    return _page(request, form, status=422)


def let_in(
    request: PortalRequest, outcome: LetIn | TicketOpened | NewPasswordAsked
) -> HttpResponse:
    """A new cookie for whoever comes in, and a new form token with it."""
    rotate_token(request)
    if isinstance(outcome, NewPasswordAsked):
        return redirect("new-password", outcome.token)
    if isinstance(outcome, TicketOpened):
        response = redirect("registration")
        cookies.keep_ticket(response, outcome.token)
        return response
    response = redirect(wanted(request))
    cookies.keep_session(response, outcome.session_key)
    browsers.keep_device(response, outcome.device_token)
    cookies.keep_language(response, outcome.language)
    cookies.drop_ticket(response)
    return response


def wanted(request: HttpRequest) -> str:
    """Where somebody wanted to go before the login came in between; only within these pages."""
    next_page = request.POST.get("next") or request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(next_page, allowed_hosts=None)
    return next_page if next_page.startswith("/") and is_ours else AFTER_LOGIN


def provisional_words(coop_id: int) -> dict[str, int | str]:
    """The years that say what a provisional login is made of; they are the co-op's policy."""
    policy = coops.policy_on(coop_id, clock.tokyo_date(clock.now()))
    return {
        "scheme": policy.provisional_scheme,
        "provisional_from": policy.provisional_from_year,
        "birth_date_from": policy.birth_date_from_year,
        "phone_until": policy.birth_date_from_year - 1,
        "older_until": policy.provisional_from_year - 1,
    }


def _page(request: PortalRequest, form: LoginForm, status: int = 200) -> HttpResponse:
    address = request.build_absolute_uri("/")
    site = sites.of(request)
    shown = {
        "form": form,
        "number_form": NumberForm(),
        "next": request.POST.get("next") or request.GET.get("next", ""),
        "address": address,
        "qr": _qr(address),
        "asked": passkeys.ask_for_one(site=site, at=clock.now()) if site else None,
        **provisional_words(request.coop.id if request.coop else 0),
    }
    return render(request, "portal/login.html", shown, status=status)


@lru_cache(maxsize=64)
def _qr(address: str) -> str:
    """The address as a drawing for a camera (guide row G16)."""
    return str(segno.make(address, micro=False).svg_inline(scale=4, border=2, omitsize=True))


def words(refused: CannotLogIn) -> str:
    """What is said is the same whether or not the login exists."""
    match refused.refusal:
        case Refusal.THROTTLED if refused.retry_at:
            return waiting.after_wrong_tries(refused.retry_at)
        case Refusal.OFF:
            return _(
                "入力の間違いが続いたため、このログインIDでのログインを止めています。"
                "お手数ですが、生協までお問い合せください。"
            )
        case Refusal.SPRAY:
            return _(
                "安全のため、いまは仮ログインの前に組合員証の確認が必要です。お店のレジか"
                "チャージ機に組合員証をかざし、10分以内にもう一度ログインしてください。"
                "しばらくすると、組合員証がなくてもログインできるようになります。"
            )
        case Refusal.TAP:
            return _(
                "仮ログインの前に、組合員証の確認が必要です。お店のレジかチャージ機に"
                "組合員証をかざし、10分以内にもう一度ログインしてください。"
            )
        case _otherwise:
            return _(
                "ログインIDまたはパスワードが違います。"
                "本登録がお済みの方は、ご自分で決めたログインIDとパスワードを入力してください。"
            )
