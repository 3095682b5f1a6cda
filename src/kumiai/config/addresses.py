"""Addresses nobody was given: refused before a page, or the database, sees them."""

import re
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponseBase

_CONTROL_SIGNS = re.compile(r"[\x00-\x1f\x7f]")


def without_control_signs(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Answer a path with a control sign in it as one that is not there; PostgreSQL knows no NUL."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if _CONTROL_SIGNS.search(request.path):
            raise Http404
        return get_response(request)

    return middleware
