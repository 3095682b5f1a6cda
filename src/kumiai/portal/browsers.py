"""Where a request comes from, as the rooms want to know it."""

from django.http import HttpRequest

from kumiai.identity.devices import USER_AGENT_LENGTH_MAX, Browser
from kumiai.portal import cookies


def network(request: HttpRequest) -> str:
    """The visitor's address; see `config.proxies` for who may claim one."""
    return str(request.META.get("REMOTE_ADDR", ""))


def of(request: HttpRequest) -> Browser:
    """The network, what the browser says of itself, and the token it keeps as a known device."""
    return Browser(
        network=network(request),
        user_agent=request.headers.get("User-Agent", "")[:USER_AGENT_LENGTH_MAX],
        device_token=cookies.device_token(request),
    )
