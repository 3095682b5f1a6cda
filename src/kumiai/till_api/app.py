"""The till API as an ASGI application."""

import asyncio
from collections.abc import Sequence

import msgspec
import structlog
from psycopg import OperationalError
from psycopg_pool import PoolTimeout
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kumiai.ledger.posting import Outcome
from kumiai.till_api import desk, openapi, page, problems
from kumiai.till_api.call import Call, LineCall
from kumiai.till_api.described import Described
from kumiai.till_api.operation import Endpoint, Operation
from kumiai.till_api.operations import OPERATIONS
from kumiai.till_api.problems import Problem
from kumiai.till_api.writes import WriteEndpoint

_log = structlog.get_logger(__name__)


async def answer(endpoint: Endpoint, call: Call) -> Response:
    """What an endpoint answers; every call is answered, a fault of ours too."""
    try:
        return await endpoint(call)
    except Exception as error:  # noqa: BLE001 - told to the caller, and to the log.
        return answer_to(error)


def handed_in(endpoint: Endpoint, call: LineCall) -> "asyncio.Future[Outcome] | None":
    """The outcome to come of a write that needs nothing asked before; None for any other call.

    Raises what `answer_to` makes an answer of.
    """
    return endpoint.hand_in(call) if isinstance(endpoint, WriteEndpoint) else None


def answer_of(settled: "asyncio.Future[Outcome]") -> Response:
    """What a write that was handed in is answered, once it is settled."""
    try:
        return desk.answer(settled.result())
    except Exception as error:  # noqa: BLE001 - told to the caller, and to the log.
        return answer_to(error)


def answer_to(error: Exception) -> Response:
    """What a call that failed is answered; a fault of ours goes to the log."""
    if isinstance(error, OperationalError | PoolTimeout):
        return problems.answer(Problem("busy"))
    if not isinstance(error, Problem):
        _log.error("fault", exc_info=error)
    return problems.answer(error if isinstance(error, Problem) else Problem("internal"))


async def _on_error(_: Request, error: Exception) -> Response:
    return answer_to(error)


def _route(operation: Operation) -> Route:
    async def answer(request: Request) -> Response:
        return await operation.endpoint(Call(request.scope, request.receive))

    return Route(operation.path, answer, methods=[operation.method])


def _described(operations: Sequence[Operation]) -> Described:
    document = openapi.document(operations)
    return Described(
        openapi=msgspec.json.encode(document),
        page=page.drawn(operations, document).encode(),
        style=page.style(),
    )


app = Starlette(
    routes=[_route(operation) for operation in OPERATIONS],
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
# An address with a slash too many is no address: a till that is sent elsewhere may lose its body.
app.router.redirect_slashes = False
app.state.described = _described(OPERATIONS)

# Writes by the path that is posted to: the server may take them straight to their endpoints. The
# framework's layers cost as much as settling the sale itself.
LINE = {each.path.encode(): each.endpoint for each in OPERATIONS if each.method == "POST"}
