"""`/registration/confirmation`: everything once more, and the button that registers."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods

from kumiai.identity import actions, browsers, drafts
from kumiai.identity.actions import (
    AlreadyRegistered,
    CannotAddChild,
    CannotRegister,
    TicketIsOver,
)
from kumiai.identity.queries import Ticket
from kumiai.kit import clock
from kumiai.portal import access, cookies, wording
from kumiai.portal.forms.registration import RegistrationForm
from kumiai.portal.pages import registration
from kumiai.portal.viewer import PortalRequest


@require_http_methods(["GET", "HEAD", "POST"])
@access.with_ticket
def confirmation(request: PortalRequest, ticket: Ticket) -> HttpResponse:
    """Shown only once the proofs of identity were right."""
    if not ticket.draft.is_checked:
        return redirect("registration")
    if request.method == "POST":
        return _complete(request, ticket)
    return render(request, "portal/registration_confirmation.html", {"ticket": ticket})


def _complete(request: PortalRequest, ticket: Ticket) -> HttpResponse:
    """The ticket's cookie stays, so that a second tab is told that it is done."""
    try:
        actions.complete_registration(
            ticket_token=cookies.ticket_token(request),
            language=translation.get_language() or "ja",
            at=clock.now(),
            by_login_pk=request.viewer.login.login_pk if request.viewer else None,
            browser=browsers.of(request),
        )
    except TicketIsOver:
        return access.ticket_is_over(request)
    except CannotAddChild as problem:
        form = _again(ticket)
        form.add_error(None, str(wording.ADDING_PROBLEMS[problem.problem]))
        return registration.form_page(request, form, status=409)
    except AlreadyRegistered:
        return access.already_registered(request)
    except CannotRegister as refused:
        form = _again(ticket)
        registration.add_problems(form, refused)
        return registration.form_page(request, form, status=422)
    if ticket.for_login_pk:
        return redirect(reverse("children") + "?added")
    return redirect("registration-done")


def _again(ticket: Ticket) -> RegistrationForm:
    return RegistrationForm(drafts.to_document(ticket.draft), ticket=ticket)
