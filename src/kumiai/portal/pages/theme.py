"""A co-op's colours, icon and logo, under addresses that name their content."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kumiai.coops import queries as coops
from kumiai.ui import views


@require_safe
def style(request: HttpRequest, coop_id: int) -> HttpResponse:  # noqa: ARG001
    """`/theme/<co-op>.css`."""
    return views.theme_style(_accent(coop_id))


@require_safe
def icon(request: HttpRequest, coop_id: int) -> HttpResponse:  # noqa: ARG001
    """`/theme/<co-op>.svg`."""
    return views.brand_icon(_accent(coop_id))


@require_safe
def logo(request: HttpRequest, coop_id: int, version: str) -> HttpResponse:  # noqa: ARG001
    """`/theme/<co-op>/<version>.png`: a version stays what it is, and is kept for ever."""
    picture = coops.logo(coop_id, version)
    if picture is None:
        raise Http404
    response = HttpResponse(picture, "image/png")
    response["Cache-Control"] = views.KEPT_FOR_EVER
    return response


def _accent(coop_id: int) -> str:
    try:
        return coops.coop(coop_id).accent_colour
    except coops.NoSuchCoop as nothing:
        raise Http404 from nothing
