"""Errors as `application/problem+json` (RFC 9457), in Japanese and English; nothing is stored."""

from dataclasses import dataclass, field
from http import HTTPStatus

import msgspec
from starlette.requests import Request
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"

TITLES: dict[str, tuple[HTTPStatus, str, str]] = {
    "not_http": (
        HTTPStatus.BAD_REQUEST,
        "HTTPのリクエストとして読み取れません。",
        "This cannot be read as an HTTP request.",
    ),
    "not_json": (
        HTTPStatus.BAD_REQUEST,
        "リクエストの本文がJSON（UTF-8）ではありません。",
        "The body is not JSON in UTF-8.",
    ),
    "unauthorized": (
        HTTPStatus.UNAUTHORIZED,
        "端末キーが正しくないか、無効になっています。",
        "The terminal's key is unknown or revoked.",
    ),
    "forbidden": (
        HTTPStatus.FORBIDDEN,
        "この端末では行えない操作です。",
        "This terminal may not do this.",
    ),
    "not_found": (HTTPStatus.NOT_FOUND, "見つかりません。", "There is nothing here."),
    "method_not_allowed": (
        HTTPStatus.METHOD_NOT_ALLOWED,
        "このメソッドは使えません。",
        "This method is not allowed here.",
    ),
    "too_large": (
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "本文が1MiBを超えています。",
        "The body is larger than 1 MiB.",
    ),
    "not_json_type": (
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "Content-Typeはapplication/jsonにしてください。",
        "Send Content-Type: application/json.",
    ),
    "invalid": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "項目に誤りがあります。",
        "A field is not as it should be.",
    ),
    "id_reused": (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "同じidで別の内容がすでに受け付けられています。新しいidで送ってください。",
        "This id was used for another request; send a new id.",
    ),
    "too_many_requests": (
        HTTPStatus.TOO_MANY_REQUESTS,
        "この端末からの未処理の送信が多すぎます。少し待って同じ内容でもう一度送ってください。",
        "Too much of this terminal is waiting; send the same request again in a moment.",
    ),
    "internal": (
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "サーバーで問題が起きました。何も記録されていません。",
        "Something went wrong on the server. Nothing was stored.",
    ),
    "busy": (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "混み合っています。同じ内容でもう一度送ってください。",
        "Too busy right now; send the same request again.",
    ),
    "outcome_unknown": (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "結果を確認できません。同じ内容でもう一度送ってください。",
        "The outcome is not known; send the same request again.",
    ),
    "closing": (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "サーバーを停止しています。同じ内容でもう一度送ってください。",
        "The server is stopping; send the same request again.",
    ),
}

HEADERS: dict[str, dict[str, str]] = {
    "unauthorized": {"WWW-Authenticate": "Bearer"},
    "too_many_requests": {"Retry-After": "1"},
    "busy": {"Retry-After": "1"},
    "outcome_unknown": {"Retry-After": "1"},
    "closing": {"Retry-After": "2"},
}


class FieldError(msgspec.Struct, frozen=True):
    """One wrong field: a JSON pointer (RFC 6901) and what is wrong with it."""

    pointer: str
    message: str
    message_en: str


class ProblemDetails(msgspec.Struct, frozen=True, kw_only=True):
    """An error as it is answered; `type` leads to its place in the description of this API."""

    type: str
    title: str
    title_en: str
    status: int
    code: str
    errors: tuple[FieldError, ...]


@dataclass(eq=False)
class Problem(Exception):
    """An error to answer with; `code` is one of TITLES."""

    code: str
    errors: tuple[FieldError, ...] = field(default=())


def invalid(pointer: str, message: str, message_en: str) -> Problem:
    """A request with one wrong field."""
    return Problem("invalid", (FieldError(pointer, message, message_en),))


def details(problem: Problem) -> ProblemDetails:
    """The problem in the words it is answered with."""
    status, title, title_en = TITLES[problem.code]
    return ProblemDetails(
        type=f"/docs#problem-{problem.code}",
        title=title,
        title_en=title_en,
        status=status.value,
        code=problem.code,
        errors=problem.errors,
    )


def document(problem: Problem) -> tuple[int, bytes]:
    """The status and the body of a problem."""
    told = details(problem)
    return told.status, msgspec.json.encode(told)


def answer(problem: Problem) -> Response:
    """The problem as an HTTP answer."""
    status, body = document(problem)
    return Response(
        body,
        status_code=status,
        media_type=MEDIA_TYPE,
        headers=HEADERS.get(problem.code),
    )


async def on_not_found(_: Request, __: Exception) -> Response:
    """An address that is not part of the API."""
    return answer(Problem("not_found"))


async def on_method_not_allowed(_: Request, error: Exception) -> Response:
    """A method the address does not know."""
    response = answer(Problem("method_not_allowed"))
    headers = getattr(error, "headers", None) or {}
    if "Allow" in headers:
        response.headers["Allow"] = headers["Allow"]
    return response
