"""What every call shares while serving: the callers, the batcher, a pool to read with."""

import contextlib
import gc
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import cast

import msgspec
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


def _let_garbage_wait() -> None:
    """A payment makes hundreds of objects and no cycles: look for those rarely, and not here."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


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
    headers = {"Idempotent-Replay": "true"} if outcome.is_replay else None
    return Response(outcome.receipt, media_type="application/json", headers=headers)
