"""The office's cookie: another one than members have, so that neither opens the other's pages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

_SESSION = f"{settings.COOKIE_PREFIX}kumiai-office"


def session_key(request: HttpRequest) -> str:
    """The key of this browser's session, whether or not it still opens one; or an empty text."""
    return request.COOKIES.get(_SESSION, "")


def keep_session(response: HttpResponseBase, key: str) -> None:
    """Until the browser is closed; the server ends it earlier."""
    response.set_cookie(
        _SESSION, key, secure=settings.COOKIES_ARE_SECURE, httponly=True, samesite="Lax"
    )


def drop_session(response: HttpResponse) -> None:
    response.delete_cookie(_SESSION, samesite="Lax")
