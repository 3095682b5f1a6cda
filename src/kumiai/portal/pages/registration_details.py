"""`/registration-details`: what is registered, and the form that changes it (guide row G14)."""

from django.http import HttpResponse
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kumiai.identity import actions, browsers, children, hashing
from kumiai.identity import details as identity
from kumiai.identity.actions import (
    CannotChange,
    CannotLogIn,
    CannotSendMailTest,
    Changed,
    MailWish,
    NothingToChange,
    Refusal,
    Wishes,
)
from kumiai.kit import clock
from kumiai.portal import access, cookies, wording
from kumiai.portal.forms import wording as form_wording
from kumiai.portal.forms.details import CurrentPasswordForm, DetailsForm
from kumiai.portal.pages import login
from kumiai.portal.viewer import ViewersRequest
from kumiai.ui import waiting


@require_safe
@access.logged_in
def details(request: ViewersRequest) -> HttpResponse:
    """What is registered, where this login is logged in, and what happened to it lately."""
    at = clock.now()
    login_pk = request.viewer.login.login_pk
    change = request.GET.get("change", "")
    items = (
        identity.changed_items(login_pk=login_pk, change_id=int(change))
        if change.isdecimal() and len(change) < 18
        else ()
    )
    shown = {
        "details": identity.details(login_pk=login_pk),
        "pending": identity.mail_change(login_pk=login_pk, at=at),
        "changed": [wording.DETAILS[item] for item in items],
        "sessions": identity.open_sessions(
            login_pk=login_pk, session_key=cookies.session_key(request) or "", at=at
        ),
        "history": [
            (one, wording.HAPPENINGS[one.kind], [wording.DETAILS[item] for item in one.items])
            for one in identity.history(login_pk=login_pk)
        ],
    }
    return render(request, "portal/registration_details.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@access.logged_in
def edit(request: ViewersRequest) -> HttpResponse:
    """Type over what is to be changed; the password is asked for once more."""
    login_pk = request.viewer.login.login_pk
    registered = identity.details(login_pk=login_pk)
    if request.method != "POST":
        return _page(request, DetailsForm(details=registered, login_pk=login_pk))
    form = DetailsForm(request.POST, details=registered, login_pk=login_pk)
    if not form.is_valid():
        return _page(request, form, status=422)
    outcome = _change(request, form)
    if isinstance(outcome, Changed):
        return _done(request, outcome, form.cleaned_data["language"])
    return _page(request, form, status=outcome)


def confirm_password(request: ViewersRequest, form: CurrentPasswordForm) -> int | None:
    """The status of a refusal, which stands under the field then. Raises HashingBusy."""
    try:
        actions.confirm_password(
            login_pk=request.viewer.login.login_pk,
            password=form.cleaned_data["current_password"],
            browser=browsers.of(request),
            at=clock.now(),
        )
    except CannotLogIn as refused:
        if refused.refusal is Refusal.WRONG:
            form.add_error("current_password", _("いまのパスワードが違います。"))
            return 422
        form.add_error("current_password", login.words(refused))
        return 429
    return None


def link_prefix(request: ViewersRequest) -> str:
    """The page behind the link of a mail to a new address, up to its token."""
    return request.build_absolute_uri(reverse("mail-change-proof", args=["-"])[:-1])


def too_many_words() -> str:
    """Said where enough mails were sent for now."""
    return _("確認のメールを続けて送れるのは10分間に3回までです。しばらくしてからお試しください。")


def _change(request: ViewersRequest, form: DetailsForm) -> Changed | int:
    """What was changed, or the status of a refusal that stands in the form."""
    try:
        if refused := confirm_password(request, form):
            return refused
        return actions.change_details(
            login_pk=form.login_pk,
            session_key=cookies.session_key(request) or "",
            wishes=_wishes(request, form),
            browser=browsers.of(request),
            at=clock.now(),
        )
    except hashing.HashingBusy:
        form.add_error(None, waiting.logins_are_busy())
        return 503
    except CannotSendMailTest:
        form.add_error("mail", too_many_words())
        return 429
    except NothingToChange:
        form.add_error(None, _("変更された項目がありません。変えたい項目を入力し直してください。"))
    except CannotChange as problem:
        for item, reason in problem.problems.items():
            form.add_error(item, form_wording.words(item, reason))
    return 422


def _wishes(request: ViewersRequest, form: DetailsForm) -> Wishes:
    typed = form.cleaned_data
    return Wishes(
        login_id=typed["login_id"],
        password_hash=hashing.hash_password(typed["password"]) if typed["password"] else None,
        language=typed["language"],
        mail=MailWish(typed["mail"], link_prefix(request), typed["language"]),
    )


def _done(request: ViewersRequest, changed: Changed, language: str) -> HttpResponse:
    if changed.session_key is None:
        return redirect("login")
    if changed.asks_for_mail_proof:
        response = redirect("mail-change")
    else:
        response = redirect(f"{reverse('registration-details')}?change={changed.change_id}")
    if changed.session_key != cookies.session_key(request):
        cookies.keep_session(response, changed.session_key)
        rotate_token(request)
    cookies.keep_language(response, language)
    return response


def _page(request: ViewersRequest, form: DetailsForm, status: int = 200) -> HttpResponse:
    shown = {"form": form, "is_linked": children.is_linked(login_pk=form.login_pk)}
    return render(request, "portal/registration_details_edit.html", shown, status=status)
