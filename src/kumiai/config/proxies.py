"""Whose word is taken for where a request comes from."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

_CLAIMS = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST")


def believe_only_trusted(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Put the visitor's address into REMOTE_ADDR; forget what untrusted senders claim."""
    trusted = frozenset(settings.TRUSTED_PROXIES)

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.META.get("REMOTE_ADDR") in trusted:
            request.META["REMOTE_ADDR"] = _visitor(request, trusted)
        else:
            for claim in _CLAIMS:
                request.META.pop(claim, None)
        return get_response(request)

    return middleware


def _visitor(request: HttpRequest, trusted: frozenset[str]) -> str:
    """The last address before our own proxies: whatever stands further left anybody can write."""
    claimed = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    for address in reversed([part.strip() for part in claimed if part.strip()]):
        if address not in trusted:
            return str(address)
    return str(request.META["REMOTE_ADDR"])
