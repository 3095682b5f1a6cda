"""Many tills, one transaction: while one batch commits, the next gathers. No timer.

An answer leaves only after its commit. Where one entry would hold up or spoil the others, the
batch is posted again entry by entry.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime

import psycopg
import structlog

from kumiai.kit import steps
from kumiai.ledger import posting
from kumiai.ledger.posting import BATCH_LIMIT, Chart, Outcome, Request
from kumiai.purchases.at_till import Counter
from kumiai.till_api.problems import Problem

WAITING_MAX = 4096
DEADLINE_SECONDS = 8.0
_SESSION = (
    "-c lock_timeout=1000 -c statement_timeout=5000"
    " -c idle_in_transaction_session_timeout=10000 -c timezone=UTC"
    # Every statement of a posting looks up few rows by key, whatever the tables have grown to.
    " -c plan_cache_mode=force_generic_plan"
    " -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off"
)

_log = structlog.get_logger(__name__)
_Waiting = tuple[Request, "asyncio.Future[Outcome]"]


class Batcher:
    """Posts what it is handed, in batches of at most 256, over one connection."""

    def __init__(self, url: str, clock: Callable[[], datetime]) -> None:
        self._url = url
        self._clock = clock
        self._waiting: deque[_Waiting] = deque()
        self._wake = asyncio.Event()
        self._stopping = False
        self._connection: psycopg.AsyncConnection[steps.Row] | None = None
        self._chart = Chart()
        self._counter = Counter()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin to post."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Take nothing more, answer all that was taken, and close."""
        self._stopping = True
        self._wake.set()
        if self._task is not None:
            await self._task
        await self._disconnect()

    async def submit(self, request: Request) -> Outcome:
        """The outcome, once it is committed.

        Raises Problem: `busy` when too many wait, `closing`, `outcome_unknown` when the database
        did not say whether it committed, `internal` for a fault of ours.
        """
        if self._stopping:
            raise Problem("closing")
        if len(self._waiting) >= WAITING_MAX:
            raise Problem("busy")
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((request, future))
        self._wake.set()
        return await future

    async def _run(self) -> None:
        while True:
            if not self._waiting:
                if self._stopping:
                    return
                self._wake.clear()
                await self._wake.wait()
                continue
            size = min(len(self._waiting), BATCH_LIMIT)
            await self._settle([self._waiting.popleft() for _ in range(size)])

    async def _settle(self, batch: Sequence[_Waiting]) -> None:
        """Post a batch and answer each of it; never raises."""
        try:
            outcomes = await self._post([request for request, _ in batch])
        except Exception as error:  # noqa: BLE001 - whatever it was, each waiting till is told.
            await self._unsettled(batch, error)
            return
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            if not future.done():
                future.set_result(outcome)

    async def _unsettled(self, batch: Sequence[_Waiting], error: Exception) -> None:
        if _is_lost(error):
            await self._disconnect()
            _log.warning("outcome_unknown", entries=len(batch), error=str(error))
            _fail(batch, Problem("outcome_unknown"))
        elif len(batch) > 1:
            for one in batch:
                await self._settle([one])
        elif isinstance(error, psycopg.OperationalError):
            _log.warning("busy", entry=str(batch[0][0].id), error=str(error))
            _fail(batch, Problem("busy"))
        else:
            _log.error("fault", entry=str(batch[0][0].id), exc_info=error)
            _fail(batch, Problem("internal"))

    async def _post(self, requests: Sequence[Request]) -> list[Outcome]:
        async with asyncio.timeout(DEADLINE_SECONDS):
            connection = await self._connected()
            if missing := self._chart.missing(requests):
                async with connection.transaction(), connection.cursor() as cursor:
                    await steps.run_async(cursor, self._chart.fill(missing))
            async with (
                connection.pipeline(),
                connection.transaction(),
                connection.cursor() as cursor,
            ):
                return await steps.run_async(
                    cursor,
                    posting.post(
                        requests, room=self._counter, chart=self._chart, clock=self._clock
                    ),
                )

    async def _connected(self) -> psycopg.AsyncConnection[steps.Row]:
        if self._connection is None:
            self._connection = await psycopg.AsyncConnection.connect(
                self._url,
                autocommit=True,
                prepare_threshold=0,
                options=_SESSION,
                application_name="kumiai-tills",
            )
        return self._connection

    async def _disconnect(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(psycopg.Error, TimeoutError):
                await self._connection.close()
            self._connection = None


def _is_lost(error: Exception) -> bool:
    """Whether the connection is gone or silent, so that nobody knows what was committed."""
    if isinstance(error, TimeoutError | OSError):
        return True
    if not isinstance(error, psycopg.OperationalError):
        return False
    # Without a code it is the client that speaks: the server has gone. 57P..: it is going.
    return error.sqlstate is None or error.sqlstate.startswith(("57P", "08"))


def _fail(batch: Sequence[_Waiting], problem: Problem) -> None:
    for _, future in batch:
        if not future.done():
            future.set_exception(problem)
