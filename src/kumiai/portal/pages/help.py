"""`/help`: what to do when something does not work. Open to all."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kumiai.mail import rules as mail
from kumiai.portal.pages import help_topics, login
from kumiai.portal.viewer import PortalRequest


@require_safe
def index(request: PortalRequest) -> HttpResponse:
    """The questions people come with, and where each is answered."""
    shown = login.provisional_words(request.coop.id) if request.coop else {}
    topics = help_topics.TOPICS if request.coop else {}
    return render(request, "portal/help.html", {**shown, "topics": topics.items()})


@require_safe
def mail_help(request: PortalRequest) -> HttpResponse:
    """Mail does not arrive (guide row G09): the sender exactly as it is configured."""
    sender = request.coop.sender_address if request.coop else ""
    shown = {"sender": sender, "sender_domain": mail.domain_of(sender)}
    return render(request, "portal/help_mail.html", shown)
