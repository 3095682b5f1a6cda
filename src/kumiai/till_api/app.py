"""The till API as an ASGI application."""

from collections.abc import Awaitable, Callable, Mapping

import structlog
from psycopg import OperationalError
from psycopg_pool import PoolTimeout
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kumiai.till_api import batches, cards, desk, entries, offline_pack, problems, status, writes
from kumiai.till_api.call import Call
from kumiai.till_api.problems import Problem

Endpoint = Callable[[Call], Awaitable[Response]]

_log = structlog.get_logger(__name__)


async def answer(endpoint: Endpoint, call: Call) -> Response:
    """What an endpoint answers; every call is answered, a fault of ours too."""
    try:
        return await endpoint(call)
    except Exception as error:  # noqa: BLE001 - told to the caller, and to the log.
        return _answer_to(error)


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


_WRITES: Mapping[str, Endpoint] = {**writes.ENDPOINTS, batches.PATH: batches.create}

app = Starlette(
    routes=[
        *(_route(path, endpoint, "POST") for path, endpoint in _WRITES.items()),
        _route("/v1/cards/{card}", cards.show, "GET"),
        _route("/v1/entries/{id}", entries.show, "GET"),
        _route("/v1/offline-pack", offline_pack.show, "GET"),
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

# Writes by the path that is posted to: the server may take them straight to their endpoints. The
# framework's layers cost as much as settling the sale itself.
LINE = {path.encode(): endpoint for path, endpoint in _WRITES.items()}
