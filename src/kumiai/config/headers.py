"""Headers every page carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

_PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def keep_pages_private(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """No copy of a page stays behind, unless its view says that it may."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
        return response

    return middleware
