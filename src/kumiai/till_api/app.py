"""The till API as an ASGI application."""

from collections.abc import Awaitable, Callable, Mapping

import structlog
from psycopg import OperationalError
from psycopg_pool import PoolTimeout
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kumiai.till_api import desk, entries, problems, purchases, reversals, status, top_ups
from kumiai.till_api.call import Call
from kumiai.till_api.problems import Problem

Endpoint = Callable[[Call], Awaitable[Response]]

_log = structlog.get_logger(__name__)


class LunchLine:
    """Calls made at every customer go straight to their endpoint; the rest through the app.

    Starlette's layers (routing, two of error handling) cost as much as settling the sale itself.
    """

    def __init__(self, app: ASGIApp, calls: Mapping[str, Endpoint]) -> None:
        self._app = app
        self._calls = calls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        is_post = scope["type"] == "http" and scope["method"] == "POST"
        endpoint = self._calls.get(scope["path"]) if is_post else None
        if endpoint is None:
            await self._app(scope, receive, send)
            return
        scope["app"] = self._app
        try:
            response = await endpoint(Call(scope, receive))
        except Exception as error:  # noqa: BLE001 - every call is answered, a fault of ours too.
            response = _answer_to(error)
        await response(scope, receive, send)


def _answer_to(error: Exception) -> Response:
    if isinstance(error, OperationalError | PoolTimeout):
        return problems.answer(Problem("busy"))
    if not isinstance(error, Problem):
        _log.error("fault", exc_info=error)
    return problems.answer(error if isinstance(error, Problem) else Problem("internal"))


async def _on_error(_: Request, error: Exception) -> Response:
    return _answer_to(error)


def _route(path: str, endpoint: Endpoint, method: str) -> Route:
    async def answer(request: Request) -> Response:
        return await endpoint(Call(request.scope, request.receive))

    return Route(path, answer, methods=[method])


_starlette = Starlette(
    routes=[
        _route("/v1/purchases", purchases.create, "POST"),
        _route("/v1/top-ups", top_ups.create, "POST"),
        _route("/v1/reversals", reversals.create, "POST"),
        _route("/v1/entries/{id}", entries.show, "GET"),
        _route("/v1/status", status.show, "GET"),
    ],
    exception_handlers={
        Problem: _on_error,
        404: problems.on_not_found,
        405: problems.on_method_not_allowed,
        OperationalError: _on_error,
        PoolTimeout: _on_error,
        500: _on_error,
    },
    lifespan=desk.serving,
)

app = LunchLine(_starlette, {"/v1/purchases": purchases.create, "/v1/top-ups": top_ups.create})
