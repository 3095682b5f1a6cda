"""The till API as an ASGI application."""

from psycopg import OperationalError
from psycopg_pool import PoolTimeout
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kumiai.till_api import desk, entries, problems, purchases, status, top_ups
from kumiai.till_api.problems import Problem


async def _on_no_database(_: Request, __: Exception) -> Response:
    return problems.answer(Problem("busy"))


app = Starlette(
    routes=[
        Route("/v1/purchases", purchases.create, methods=["POST"]),
        Route("/v1/top-ups", top_ups.create, methods=["POST"]),
        Route("/v1/entries/{id}", entries.show, methods=["GET"]),
        Route("/v1/status", status.show, methods=["GET"]),
    ],
    exception_handlers={
        Problem: problems.on_problem,
        404: problems.on_not_found,
        405: problems.on_method_not_allowed,
        OperationalError: _on_no_database,
        PoolTimeout: _on_no_database,
        500: problems.on_problem,
    },
    lifespan=desk.serving,
)
