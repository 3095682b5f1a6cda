"""Many tills, one transaction: while one batch commits, the next gathers. No timer.

An answer leaves only after its commit. Where one entry would hold up or spoil the others, the
batch is posted again entry by entry.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime

import psycopg
import structlog

from kumiai.ledger.posting import BATCH_LIMIT, Outcome, Request
from kumiai.till_api.lane import Lane, NoDatabase, OutcomeUnknown
from kumiai.till_api.problems import Problem

WAITING_MAX = 4096
LANES = 2

_log = structlog.get_logger(__name__)
_Waiting = tuple[Request, "asyncio.Future[Outcome]"]


class _Turn:
    """The right to decide a batch: one lane at a time, from taking it to sending its commit.

    So whatever arrives while one batch is decided and another commits becomes one large batch.
    """

    def __init__(self, lock: asyncio.Lock) -> None:
        self._lock = lock
        self._is_held = False

    async def take(self) -> None:
        """Wait until no other lane decides."""
        await self._lock.acquire()
        self._is_held = True

    def give(self) -> None:
        """Let the other lane go on; nothing where that is done already."""
        if self._is_held:
            self._is_held = False
            self._lock.release()


class Batcher:
    """Posts what it is handed in batches of at most 256, on two lanes.

    While the database writes one batch, the next is decided here: two cores, both busy.
    """

    def __init__(self, url: str, clock: Callable[[], datetime]) -> None:
        self._lanes = [Lane(url, clock) for _ in range(LANES)]
        self._waiting: deque[_Waiting] = deque()
        self._wake = asyncio.Event()
        self._deciding = asyncio.Lock()
        self._stopping = False
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Begin to post."""
        self._tasks = [asyncio.create_task(self._run(lane)) for lane in self._lanes]

    async def stop(self) -> None:
        """Take nothing more, answer all that was taken, and close."""
        self._stopping = True
        self._wake.set()
        await asyncio.gather(*self._tasks)
        for lane in self._lanes:
            await lane.close()

    async def submit(self, request: Request) -> Outcome:
        """The outcome, once it is committed.

        Raises Problem: `busy` when too many wait or there is no database, `closing`,
        `outcome_unknown` when it did not say whether it committed, `internal` for a fault of ours.
        """
        if self._stopping:
            raise Problem("closing")
        if len(self._waiting) >= WAITING_MAX:
            raise Problem("busy")
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((request, future))
        self._wake.set()
        return await future

    async def _run(self, lane: Lane) -> None:
        turn = _Turn(self._deciding)
        while True:
            await turn.take()
            while not self._waiting and not self._stopping:
                self._wake.clear()
                await self._wake.wait()
            if not self._waiting:
                turn.give()
                return
            size = min(len(self._waiting), BATCH_LIMIT)
            await self._settle(lane, [self._waiting.popleft() for _ in range(size)], turn)
            turn.give()

    async def _settle(self, lane: Lane, batch: Sequence[_Waiting], turn: _Turn) -> None:
        """Post a batch and answer each of it; never raises."""
        try:
            outcomes = await lane.post([request for request, _ in batch], on_sent=turn.give)
        except Exception as error:  # noqa: BLE001 - whatever it was, each waiting till is told.
            await self._unsettled(lane, batch, error, turn)
            return
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            if not future.done():
                future.set_result(outcome)

    async def _unsettled(
        self, lane: Lane, batch: Sequence[_Waiting], error: Exception, turn: _Turn
    ) -> None:
        turn.give()
        if isinstance(error, OutcomeUnknown | NoDatabase):
            code = "busy" if isinstance(error, NoDatabase) else "outcome_unknown"
            _log.warning(code, entries=len(batch), error=str(error))
            _fail(batch, Problem(code))
        elif len(batch) > 1:
            for one in batch:
                await self._settle(lane, [one], turn)
        elif isinstance(error, psycopg.OperationalError):
            _log.warning("busy", entry=str(batch[0][0].id), error=str(error))
            _fail(batch, Problem("busy"))
        else:
            _log.error("fault", entry=str(batch[0][0].id), exc_info=error)
            _fail(batch, Problem("internal"))


def _fail(batch: Sequence[_Waiting], problem: Problem) -> None:
    for _, future in batch:
        if not future.done():
            future.set_exception(problem)
