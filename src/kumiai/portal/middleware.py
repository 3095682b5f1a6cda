"""Whose look a page has, and who looks at it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from kumiai.coops import queries as coops
from kumiai.coops.queries import CoopFacts
from kumiai.identity import actions as identity_actions
from kumiai.identity import viewing as identity
from kumiai.kit import clock, environment
from kumiai.portal import cookies, viewer


def coop_and_viewer(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Put `coop` (of the login, else of the host name, else the installation's) and `viewer`
    (None before login) on the request.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        login = _login(request)
        request.viewer = viewer.shown(login) if login else None  # type: ignore[attr-defined]
        request.coop = _coop(request, login)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def _login(request: HttpRequest) -> identity.Viewer | None:
    session_key = cookies.session_key(request)
    if not session_key:
        return None
    at = clock.now()
    login = identity.viewer(session_key=session_key, at=at)
    if login:
        identity_actions.note_seen(session_key=session_key, seen_at=login.seen_at, at=at)
    return login


def _coop(request: HttpRequest, login: identity.Viewer | None) -> CoopFacts | None:
    """None only in an installation without co-ops."""
    if login:
        return login.coop
    try:
        hostname = request.get_host().partition(":")[0]
        return coops.coop_of_hostname(hostname) or coops.coop(environment.COOP())
    except coops.NoSuchCoop:
        return None
