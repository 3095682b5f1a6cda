"""Where a request comes from, as the rooms want to know it."""

from django.http import HttpRequest

from kumiai.identity.devices import USER_AGENT_LENGTH_MAX, Browser


def of(request: HttpRequest) -> Browser:
    """The network, and what the browser says of itself."""
    return Browser(
        network=str(request.META.get("REMOTE_ADDR", "")),
        user_agent=request.headers.get("User-Agent", "")[:USER_AGENT_LENGTH_MAX],
    )
