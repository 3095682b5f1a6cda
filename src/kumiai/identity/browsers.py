"""Where a request comes from, and the token a browser keeps as a known device, at every door."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kumiai.identity import throttling
from kumiai.identity.devices import USER_AGENT_LENGTH_MAX, Browser

_DEVICE = f"{settings.COOKIE_PREFIX}kumiai-device"


def network(request: HttpRequest) -> str:
    """The visitor's address; see `config.proxies` for who may claim one."""
    return str(request.META.get("REMOTE_ADDR", ""))


def of(request: HttpRequest) -> Browser:
    """The network, what the browser says of itself, and the token it keeps as a known device."""
    return Browser(
        network=network(request),
        user_agent=request.headers.get("User-Agent", "")[:USER_AGENT_LENGTH_MAX],
        device_token=request.COOKIES.get(_DEVICE, ""),
    )


def keep_device(response: HttpResponse, token: str) -> None:
    """Opens nothing; it only keeps strangers' wrong passwords from counting here."""
    response.set_cookie(
        _DEVICE,
        token,
        max_age=int(throttling.DEVICE_LASTS.total_seconds()),
        secure=settings.COOKIES_ARE_SECURE,
        httponly=True,
        samesite="Lax",
    )
