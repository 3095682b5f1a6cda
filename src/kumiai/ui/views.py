"""The style sheet, the icon, and the pages that say that something did not work."""

import sys
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kumiai.ui import stylesheet, theme
from kumiai.ui.context import Text

KEPT_FOR_EVER = "public, max-age=31536000, immutable"
RETRY_AFTER_SECONDS = 30


@dataclass(frozen=True)
class Trouble:
    """What did not work, in words that blame nobody, and what to do next."""

    status: HTTPStatus
    title: Text
    text: Text


BAD_REQUEST = Trouble(
    HTTPStatus.BAD_REQUEST,
    _("送信内容を受け取れませんでした"),
    _("お手数ですが、前のページに戻り、もう一度お試しください。"),
)
FORBIDDEN = Trouble(
    HTTPStatus.FORBIDDEN,
    _("このページはご覧いただけません"),
    _("ログインし直すとご覧いただける場合があります。"),
)
FORM_EXPIRED = Trouble(
    HTTPStatus.FORBIDDEN,
    _("画面の有効期限が切れました"),
    _("前のページに戻って再読み込みし、もう一度送信してください。内容は送信されていません。"),
)
NOT_FOUND = Trouble(
    HTTPStatus.NOT_FOUND,
    _("ページが見つかりません"),
    _("アドレスが変わったか、入力に誤りがある可能性があります。"),
)
NOT_THIS_WAY = Trouble(
    HTTPStatus.METHOD_NOT_ALLOWED,
    _("このページは、この方法では開けません"),
    _("元のページに戻り、画面のボタンやリンクからお進みください。何も変わっていません。"),
)
FAILED = Trouble(
    HTTPStatus.INTERNAL_SERVER_ERROR,
    _("ただいま表示できません"),
    _("システムに問題が起きました。時間をおいて、もう一度お試しください。"),
)
UNAVAILABLE = Trouble(
    HTTPStatus.SERVICE_UNAVAILABLE,
    _("ただいま混み合っているか、点検中です"),
    _("しばらくしてから、もう一度お試しください。店舗でのお支払いには影響ありません。"),
)


@require_safe
def style(request: HttpRequest, version: str) -> HttpResponse:
    """The one style sheet. An old version's address answers with the present one, unkept."""
    sheet = stylesheet.current()
    zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(sheet.gzipped if zipped else sheet.text, "text/css; charset=utf-8")
    if zipped:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    response["Cache-Control"] = KEPT_FOR_EVER if version == sheet.version else "no-cache"
    return response


def theme_style(accent_colour: str) -> HttpResponse:
    """A co-op's colours, for the page that knows the co-op (`/theme/<co-op>.css?v=<colour>`)."""
    response = HttpResponse(theme.stylesheet(accent_colour), "text/css; charset=utf-8")
    response["Cache-Control"] = KEPT_FOR_EVER
    return response


def brand_icon(accent_colour: str) -> HttpResponse:
    """The brand mark in a co-op's colour (`/theme/<co-op>.svg?v=<colour>`)."""
    drawing = loader.render_to_string("ui/icon.svg", {"ground": theme.icon_ground(accent_colour)})
    response = HttpResponse(drawing, "image/svg+xml")
    response["Cache-Control"] = KEPT_FOR_EVER
    return response


@require_safe
def icon(_request: HttpRequest) -> HttpResponse:
    """The brand mark where no co-op is known; also what browsers ask for as /favicon.ico."""
    return brand_icon(theme.DEFAULT_ACCENT)


# Django hands its handlers more than a page without particulars has use for.


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Django's handler400."""
    return _page(request, BAD_REQUEST)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Django's handler403."""
    return _page(request, FORBIDDEN)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Django's CSRF_FAILURE_VIEW: most often a page that stayed open over a new log-in."""
    return _page(request, FORM_EXPIRED)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Django's handler404."""
    return _page(request, NOT_FOUND)


def method_not_allowed(request: HttpRequest) -> HttpResponse:
    """An address that takes forms alone was opened, or a page was sent a form."""
    return _page(request, NOT_THIS_WAY)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500; a database out of reach is 503, with a word on when to come again."""
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    return unavailable(request) if is_away else _page(request, FAILED)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Too busy or under maintenance."""
    response = _page(request, UNAVAILABLE)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _page(request: HttpRequest, trouble: Trouble) -> HttpResponse:
    """The page in the co-op's look; without the look if drawing that is what fails."""
    context: dict[str, Any] = {"trouble": trouble}
    try:
        text = loader.render_to_string("ui/trouble.html", context, request)
    except Exception:  # noqa: BLE001 - whatever broke the look must not hide the message
        text = loader.render_to_string("ui/trouble_plain.html", context)
    return HttpResponse(text, status=trouble.status)
