"""Pages behind the login, and behind a registration ticket."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from kumiai.coops import queries as coops
from kumiai.identity import queries as identity
from kumiai.identity.queries import Ticket
from kumiai.kit import clock
from kumiai.portal import cookies
from kumiai.portal.viewer import PortalRequest, ViewersRequest

P = ParamSpec("P")


def with_viewer(
    page: Callable[Concatenate[ViewersRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Send whoever is not logged in to the login page, and back afterwards."""

    @wraps(page)
    def guarded(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.viewer is None:
            return _first(request, "/")
        return page(request, *args, **kwargs)

    return guarded


def logged_in(
    page: Callable[Concatenate[ViewersRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """The same, and first to what the co-op asks consent to, where that is new."""

    @wraps(page)
    @with_viewer
    def guarded(request: ViewersRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.viewer.login.needs_consent:
            return _first(request, reverse("consent"))
        return page(request, *args, **kwargs)

    return guarded


def with_ticket(
    page: Callable[[PortalRequest, Ticket], HttpResponse],
) -> Callable[[PortalRequest], HttpResponse]:
    """Hand the page this browser's open ticket, in the look of the ticket's own co-op.

    The others are told why there is none.
    """

    @wraps(page)
    def guarded(request: PortalRequest) -> HttpResponse:
        ticket = identity.ticket(token=cookies.ticket_token(request), at=clock.now())
        if ticket is None or not _is_for(request, ticket):
            return ticket_is_over(request)
        request.coop = coops.coop(ticket.coop_id)
        return already_registered(request) if ticket.is_registered else page(request, ticket)

    return guarded


def ticket_is_over(request: HttpRequest) -> HttpResponse:
    """The fifteen minutes have passed, or there was no provisional login before."""
    return render(request, "portal/registration_over.html", status=403)


def already_registered(request: HttpRequest) -> HttpResponse:
    """The guide's sentence for those who are registered (guide row G06)."""
    return render(request, "portal/registration_already.html", status=409)


def _is_for(request: PortalRequest, ticket: Ticket) -> bool:
    """A form that adds a child is the guardian's who is logged in, and nobody's after that."""
    login_pk = request.viewer.login.login_pk if request.viewer else None
    return ticket.for_login_pk in (None, login_pk)


def _first(request: HttpRequest, address: str) -> HttpResponse:
    """Another page comes first; from there it goes back to this one."""
    wanted = request.get_full_path() if request.method == "GET" else ""
    return redirect(address + "?" + urlencode({"next": wanted}) if wanted else address)
