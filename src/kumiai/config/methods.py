"""An address that only takes forms was opened, or the other way round: said as a page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase, HttpResponseNotAllowed

from kumiai.ui import views


def told_on_a_page(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Give a 405, which Django answers without a word, its page; `Allow` stays."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        page = views.method_not_allowed(request)
        page["Allow"] = response["Allow"]
        return page

    return middleware
