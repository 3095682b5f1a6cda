"""The test mail of the registration form: where it is, and the page behind its link."""

import contextlib

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kumiai.identity import actions
from kumiai.identity import queries as identity
from kumiai.identity.actions import CannotProve
from kumiai.identity.queries import MailProofState
from kumiai.kit import clock
from kumiai.mail.queries import Progress
from kumiai.portal import cookies
from kumiai.portal.viewer import PortalRequest


@require_safe
def progress(request: PortalRequest) -> HttpResponse:
    """The lines under the address, which the registration page asks for every few seconds."""
    at = clock.now()
    ticket = identity.ticket(token=cookies.ticket_token(request), at=at)
    proof = None
    if ticket:
        address = ticket.draft.mail
        proof = identity.mail_proof(login_pk=ticket.login_pk, address=address, at=at)
    shown = {"proof": proof, "is_watched": is_watched(proof), "watch_url": reverse("mail-test")}
    return render(request, "portal/mail_test.html", shown)


def is_watched(proof: MailProofState | None) -> bool:
    """Whether the lines may still change by themselves."""
    if proof is None or proof.is_proven:
        return False
    return proof.message.progress not in {Progress.REFUSED, Progress.GIVEN_UP}


@require_http_methods(["GET", "HEAD", "POST"])
def proof(request: PortalRequest, token: str) -> HttpResponse:
    """Opening the page changes nothing: scanners open it too. The button proves the address."""
    at = clock.now()
    state = "open" if identity.is_link_open(token=token, at=at) else "over"
    if request.method == "POST":
        with contextlib.suppress(CannotProve):
            actions.prove_by_link(token=token, at=at)
            state = "proven"
    ticket = identity.ticket(token=cookies.ticket_token(request), at=at)
    shown = {"state": state, "has_ticket": ticket is not None}
    return render(request, "portal/mail_proof.html", shown, status=410 if state == "over" else 200)
