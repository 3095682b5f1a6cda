"""What every call shares while serving: the callers, the batcher, a pool to read with."""

import contextlib
import gc
import select
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any, cast

import msgspec
import psycopg
from psycopg_pool import AsyncConnectionPool
from starlette.applications import Starlette
from starlette.responses import Response

from kumiai.kit import clock, environment
from kumiai.ledger.posting import Outcome
from kumiai.till_api.batcher import Batcher
from kumiai.till_api.call import Call
from kumiai.till_api.callers import Callers
from kumiai.till_api.problems import Problem

READERS_MAX = 4
READER_SECONDS_MAX = 2.0
RECONNECT_SECONDS_MAX = 4.0

_encode = msgspec.json.Encoder().encode


class Desk:
    """The parts of a serving till API."""

    def __init__(
        self, pool: AsyncConnectionPool, batcher: Batcher, now: Callable[[], datetime]
    ) -> None:
        self.pool = pool
        self.batcher = batcher
        self.now = now
        self.callers = Callers(pool, now)


@contextlib.asynccontextmanager
async def serving(app: Starlette) -> AsyncIterator[None]:
    """Open the pool and the batcher, and answer everything taken before closing them."""
    url = environment.database_url()
    pool = AsyncConnectionPool(
        url,
        min_size=1,
        max_size=READERS_MAX,
        open=False,
        check=_refuse_stale,
        # Without a database a till hears so soon; and a try to reach it that has grown patient
        # is given up for a new one, so that all is well shortly after it is back.
        timeout=READER_SECONDS_MAX,
        reconnect_timeout=RECONNECT_SECONDS_MAX,
        kwargs={"autocommit": True, "options": "-c statement_timeout=5000 -c timezone=UTC"},
    )
    await pool.open()
    batcher = Batcher(url, clock.now)
    await batcher.start()
    app.state.desk = Desk(pool, batcher, clock.now)
    _let_garbage_wait()
    try:
        yield
    finally:
        await batcher.stop()
        await pool.close()


async def _refuse_stale(connection: psycopg.AsyncConnection[Any]) -> None:
    """Leave alone a connection on which the server has said goodbye; no trip is made to ask it.

    A database that went and came back would otherwise cost each idle connection a call.
    """
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if poll.poll(0):
        # Closed, or the pool would take it back as sound.
        await connection.close()
        raise psycopg.OperationalError("the server has closed an idle connection")


def _let_garbage_wait() -> None:
    """A payment makes hundreds of objects and no cycles: look for those rarely, and not here."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


class Receipt(Response):
    """A stored answer. Its headers are written out: at the line nothing else takes their place."""

    def __init__(self, body: bytes, *, is_replay: bool) -> None:
        self.status_code = 200
        self.background = None
        self.body = body
        self.raw_headers = [
            (b"content-length", b"%d" % len(body)),
            (b"content-type", b"application/json"),
        ]
        if is_replay:
            self.raw_headers.append((b"idempotent-replay", b"true"))


def of(call: Call) -> Desk:
    """The desk of the app that serves this request."""
    return cast("Desk", call.app.state.desk)


def told(message: msgspec.Struct) -> Response:
    """What was read, as HTTP."""
    return Response(_encode(message), media_type="application/json")


def answer(outcome: Outcome) -> Response:
    """A stored answer as HTTP: the same bytes whenever it is asked for."""
    if outcome.id_reused:
        raise Problem("id_reused")
    return Receipt(outcome.receipt, is_replay=outcome.is_replay)
