"""`/registration`: the form a provisional login opens, and that it is done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kumiai.identity import actions, browsers, drafts, hashing
from kumiai.identity import queries as identity
from kumiai.identity.actions import (
    CannotLogIn,
    CannotRegister,
    CannotSendMailTest,
    CodeAnswer,
)
from kumiai.identity.drafts import Draft
from kumiai.identity.queries import Ticket
from kumiai.identity.rules import PasswordProblem
from kumiai.kit import clock
from kumiai.mail import rules as mail
from kumiai.portal import access, busy, cookies
from kumiai.portal.forms import wording
from kumiai.portal.forms.items import ItemsForm
from kumiai.portal.forms.registration import RegistrationForm
from kumiai.portal.pages import login, mail_tests
from kumiai.portal.viewer import PortalRequest

_KEPT_LENGTH_MAX = 300


@require_http_methods(["GET", "HEAD", "POST"])
@access.with_ticket
def registration(request: PortalRequest, ticket: Ticket) -> HttpResponse:
    """The form. Whatever button is pressed, what was typed is kept first."""
    if request.method != "POST":
        return form_page(request, RegistrationForm(ticket=ticket))
    if request.POST.get("action") == "cancel":
        return _cancel(ticket)
    form = RegistrationForm(request.POST, ticket=ticket)
    form.is_valid()
    try:
        draft = draft_of(form)
    except hashing.HashingBusy:
        return busy.answer(form, lambda: form_page(request, form, status=503))
    if ticket.draft.password_hash and not draft.password_hash:
        form.add_error("password", wording.words("password", PasswordProblem.LOGIN_ID))
    actions.put_draft(ticket=ticket, draft=draft)
    if request.POST.get("action") == "mail_test":
        return _send_test(request, form)
    return _go_on(request, form, draft)


@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """What to do next."""
    return render(request, "portal/registration_done.html")


def form_page(request: PortalRequest, form: RegistrationForm, status: int = 200) -> HttpResponse:
    """The form with what is known of its test mail."""
    address = mail.fold_address(str(form["mail"].value() or ""))
    proof = identity.mail_proof(login_pk=form.ticket.login_pk, address=address, at=clock.now())
    shown = {
        "form": form,
        "ticket": form.ticket,
        "proof": proof,
        "is_proven_already": address != "" and address == form.ticket.proven_mail,
        "is_watched": mail_tests.is_watched(proof),
        "watch_url": reverse("mail-test"),
        "asks_code": (proof and not proof.is_proven) or form.has_error("code"),
        "sender_domain": mail.domain_of(request.coop.sender_address) if request.coop else "",
        "is_off_standard": mail.is_off_standard(address),
    }
    return render(request, "portal/registration.html", shown, status=status)


def draft_of(form: ItemsForm) -> Draft:
    """What was typed, the right and the wrong; the password as its hash, if it may be one."""
    before, typed = form.draft, form.cleaned_data
    texts = {
        # What is wrong is kept as well, but for the one sign the database has no place for.
        item: str(typed.get(item, form.data.get(item, ""))).replace("\0", "")[:_KEPT_LENGTH_MAX]
        for item in ("kana", "second_proof", "login_id", "mail")
    }
    password_hash = before.password_hash
    if typed.get("password"):
        password_hash = hashing.hash_password(typed["password"])
    elif texts["login_id"] != before.login_id and _is(password_hash, texts["login_id"]):
        password_hash = ""
    return drafts.unchecked(
        before,
        **texts,
        password_hash=password_hash,
        has_consented=bool(form.data.get("consent")),
    )


def add_problems(form: ItemsForm, refused: CannotRegister) -> None:
    """Put what the room found wrong under the fields."""
    for item, problem in refused.problems.items():
        if not form.has_error(item):
            form.add_error(item, wording.words(item, problem))


def _is(password_hash: str, login_id: str) -> bool:
    """Whether a kept password is the login ID typed after it."""
    return password_hash != "" and hashing.is_password(password_hash, login_id)


def _cancel(ticket: Ticket) -> HttpResponse:
    actions.drop_ticket(ticket=ticket)
    response = redirect("children" if ticket.for_login_pk else "login")
    cookies.drop_ticket(response)
    return response


def _send_test(request: PortalRequest, form: RegistrationForm) -> HttpResponse:
    """The other items are kept as they are, and judged later."""
    for item in [item for item in form.errors if item != "mail"]:
        del form.errors[item]
    if form.errors:
        return form_page(request, form, status=422)
    mail_proof_url = reverse("mail-proof", args=["-"])[:-1]
    try:
        actions.send_mail_test(
            login_pk=form.ticket.login_pk,
            address=form.cleaned_data["mail"],
            link_prefix=request.build_absolute_uri(mail_proof_url),
            language=translation.get_language() or "ja",
            at=clock.now(),
        )
    except CannotSendMailTest:
        form.add_error(
            "mail",
            _(
                "テストメールを続けて送れるのは10分間に3回までです。しばらくしてからお試しください。"
            ),
        )
        return form_page(request, form, status=429)
    return redirect(reverse("registration") + "#mail-test")


def _go_on(request: PortalRequest, form: RegistrationForm, draft: Draft) -> HttpResponse:
    """To the confirmation, if everything is right and true."""
    _prove_mail(form)
    if form.errors:
        return form_page(request, form, status=422)
    try:
        actions.check_identity(
            ticket=form.ticket,
            draft=draft,
            network=browsers.network(request),
            at=clock.now(),
        )
    except CannotRegister as refused:
        add_problems(form, refused)
        return form_page(request, form, status=422)
    except CannotLogIn as refused:
        form.add_error(None, login.words(refused))
        return form_page(request, form, status=429)
    return redirect("registration-confirmation")


def _prove_mail(form: RegistrationForm) -> None:
    """Try the typed code, or say which step is missing."""
    address, at = form.cleaned_data.get("mail"), clock.now()
    if not address or address == form.ticket.proven_mail:
        return
    login_pk = form.ticket.login_pk
    proof = identity.mail_proof(login_pk=login_pk, address=address, at=at)
    if proof is None:
        form.add_error("mail", wording.words("mail", drafts.DraftProblem.NOT_PROVEN))
    elif proof.is_proven:
        return
    elif not form.cleaned_data.get("code"):
        form.add_error("code", str(wording.MISSING["code"]))
    else:
        code = form.cleaned_data["code"]
        match actions.prove_by_code(login_pk=login_pk, address=address, code=code, at=at):
            case CodeAnswer.WRONG:
                form.add_error("code", _("確認コードが違います。最新のメールの6桁の数字です。"))
            case CodeAnswer.OVER:
                form.add_error(
                    "code",
                    _(
                        "この確認コードは使えなくなりました。もう一度「メール送信テスト」を押してください。"
                    ),
                )
