"""The addresses of the page server, and beside them an empty page behind the same login.

Only `bench pages` serves it, by `empty_page_wsgi`: no installation has this address. It is what
every page is before anything stands in it: whose session it is, and the frame with its menu. The
bare answer leaves the frame out, too.
"""

import functools
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import URLPattern, URLResolver, include, path

from kumiai.cli.bench.page_load import BARE, EMPTY

DOCUMENT = "<!DOCTYPE html>\n<title>-</title>\n"
FRAME = '{% extends "ui/base.html" %}'


def empty(request: Any) -> HttpResponse:
    """The frame and nothing in it, for whoever is logged in; the login page for the others."""
    if request.viewer is None:
        return redirect("/")
    return HttpResponse(_frame().render({}, request))


def bare(request: Any) -> HttpResponse:
    """Nothing, for whoever is logged in; the login page for the others."""
    return redirect("/") if request.viewer is None else HttpResponse(DOCUMENT)


@functools.cache
def _frame() -> Any:
    return engines["django"].from_string(FRAME)


urlpatterns: list[URLPattern | URLResolver] = [
    path(EMPTY[1:], empty),
    path(BARE[1:], bare),
    path("", include("kumiai.config.urls")),
]
