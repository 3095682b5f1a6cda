"""One connection on which batches are posted, one after the other."""

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import psycopg

from kumiai.kit.pipeline import CommitInDoubt, Pipeline
from kumiai.ledger import posting
from kumiai.ledger.posting import Chart, Outcome, Request
from kumiai.purchases.at_till import Counter

DEADLINE_SECONDS = 8.0
CONNECT_SECONDS_MAX = 3
_SESSION = (
    "-c lock_timeout=1000 -c statement_timeout=5000"
    " -c idle_in_transaction_session_timeout=10000 -c timezone=UTC"
    # Every statement of a posting looks up few rows by key, whatever the tables have grown to.
    " -c plan_cache_mode=force_generic_plan"
    " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
    " -c enable_material=off -c enable_memoize=off"
)


class NoDatabase(Exception):
    """The database could not be reached; nothing was sent."""


class OutcomeUnknown(Exception):
    """The database did not say whether it committed."""


class Lane:
    """Posts batches over a connection of its own, which it opens again when it is lost."""

    def __init__(self, url: str, clock: Callable[[], datetime]) -> None:
        self._url = url
        self._clock = clock
        self._connection: psycopg.AsyncConnection[Any] | None = None
        self._pipeline: Pipeline | None = None
        self._chart = Chart()
        self._counter = Counter()

    async def post(self, requests: Sequence[Request]) -> list[Outcome]:
        """The outcomes, committed. Raises NoDatabase, OutcomeUnknown, or what the database says."""
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                return await self._posted(await self._connected(), requests)
        except (OSError, TimeoutError, psycopg.OperationalError) as error:
            if _is_lost(error):
                await self.close()
                raise OutcomeUnknown(str(error)) from error
            raise

    async def close(self) -> None:
        """Let go of the connection, and of accounts that may not have been committed."""
        self._chart = Chart()
        if self._pipeline is not None:
            self._pipeline.close()
        connection, self._connection, self._pipeline = self._connection, None, None
        if connection is not None:
            with contextlib.suppress(psycopg.Error, OSError, TimeoutError):
                await connection.close()

    async def _posted(self, pipeline: Pipeline, requests: Sequence[Request]) -> list[Outcome]:
        if missing := self._chart.missing(requests):
            await pipeline.run(self._chart.fill(missing))
        work = posting.post(requests, room=self._counter, chart=self._chart, clock=self._clock)
        return await pipeline.run(work)

    async def _connected(self) -> Pipeline:
        if self._pipeline is None:
            try:
                self._connection = await psycopg.AsyncConnection.connect(
                    self._url,
                    autocommit=True,
                    connect_timeout=CONNECT_SECONDS_MAX,
                    options=_SESSION,
                    application_name="kumiai-tills",
                )
            except (OSError, psycopg.OperationalError) as error:
                raise NoDatabase(str(error)) from error
            self._pipeline = Pipeline(self._connection)
        return self._pipeline


def _is_lost(error: Exception) -> bool:
    """Whether the connection is gone or silent, so that nobody knows what was committed."""
    if isinstance(error, CommitInDoubt) or not isinstance(error, psycopg.OperationalError):
        return True
    # Without a code it is the client that speaks: the server has gone. 57P..: it is going.
    return error.sqlstate is None or error.sqlstate.startswith(("57P", "08"))
