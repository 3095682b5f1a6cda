"""The cookies of a browser: what it may open, and whose turn it is."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kumiai.identity import throttling, turns

_SESSION = f"{settings.COOKIE_PREFIX}kumiai-session"
_TICKET = f"{settings.COOKIE_PREFIX}kumiai-ticket"
_APPLICATION = f"{settings.COOKIE_PREFIX}kumiai-first-time"
_TURN = f"{settings.COOKIE_PREFIX}kumiai-turn"


def session_key(request: HttpRequest) -> str | None:
    """The key of this browser's session, whether or not it still opens one."""
    return request.COOKIES.get(_SESSION)


def ticket_token(request: HttpRequest) -> str:
    """The token of this browser's registration ticket, or an empty text."""
    return request.COOKIES.get(_TICKET, "")


def application_token(request: HttpRequest) -> str:
    """The token of this browser's first-time application, or an empty text."""
    return request.COOKIES.get(_APPLICATION, "")


def turn(request: HttpRequest) -> str:
    """What this browser was given when it was told to wait, or an empty text."""
    return request.COOKIES.get(_TURN, "")


def keep_turn(response: HttpResponse, note: str) -> None:
    """Since when this browser waits."""
    _keep(response, _TURN, note, seconds=int(turns.NOTE_LASTS.total_seconds()))


def keep_session(response: HttpResponse, key: str) -> None:
    """Until the browser is closed; the server ends it earlier."""
    _keep(response, _SESSION, key, seconds=None)


def keep_ticket(response: HttpResponse, token: str) -> None:
    """As long as the ticket lasts."""
    _keep(response, _TICKET, token, seconds=int(throttling.TICKET_LASTS.total_seconds()))


def keep_application(response: HttpResponse, token: str) -> None:
    """As long as its form lasts."""
    seconds = int(throttling.APPLICATION_LASTS.total_seconds())
    _keep(response, _APPLICATION, token, seconds=seconds)


def keep_language(response: HttpResponse, language: str) -> None:
    """The pages speak the language of the login from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        secure=settings.COOKIES_ARE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def drop_session(response: HttpResponse) -> None:
    response.delete_cookie(_SESSION, samesite="Lax")


def drop_ticket(response: HttpResponse) -> None:
    response.delete_cookie(_TICKET, samesite="Lax")


def drop_application(response: HttpResponse) -> None:
    response.delete_cookie(_APPLICATION, samesite="Lax")


def _keep(response: HttpResponse, name: str, value: str, *, seconds: int | None) -> None:
    response.set_cookie(
        name,
        value,
        max_age=seconds,
        secure=settings.COOKIES_ARE_SECURE,
        httponly=True,
        samesite="Lax",
    )
