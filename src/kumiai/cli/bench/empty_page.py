"""The addresses of the page server, and an empty page behind the same login beside them.

Only `bench pages` serves it, by `empty_page_wsgi`: no installation has this address. What an empty
page costs is what every page costs here: the server, the middleware, and whose session it is.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, include, path

from kumiai.cli.bench.page_load import EMPTY

DOCUMENT = "<!DOCTYPE html>\n<title>-</title>\n"


def empty(request: Any) -> HttpResponse:
    """Nothing, for whoever is logged in; the login page for the others."""
    return redirect("/") if request.viewer is None else HttpResponse(DOCUMENT)


urlpatterns: list[URLPattern | URLResolver] = [
    path(EMPTY[1:], empty),
    path("", include("kumiai.config.urls")),
]
