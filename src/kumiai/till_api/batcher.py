"""Many tills, one transaction: while one batch commits, the next gathers.

Where tills queue, whoever was just answered is asking again already: a batch that others wait for
lets them join, for a moment. Nobody waits where nobody queues.

Terminals take turns, so that one with a whole outage to tell does not make the others wait; what
one terminal hands in is posted in its order. An answer leaves only after its commit. Where one
entry would hold up or spoil the others, the batch is posted again entry by entry.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime

import psycopg
import structlog

from kumiai.ledger.posting import Outcome, Request
from kumiai.till_api.lane import Lane, NoDatabase, OutcomeUnknown
from kumiai.till_api.problems import Problem

WAITING_MAX = 4096
WAITING_OF_ONE_MAX = 1024
# How long a batch that could start lets others join it, and how many make it worth no wait.
JOINING_SECONDS = 0.002
ENOUGH = 64
# How many are posted together at the most. More would not be cheaper, and two servers would mostly
# wait for each other's members.
TOGETHER_MAX = 96

_log = structlog.get_logger(__name__)
_Waiting = tuple[Request, "asyncio.Future[Outcome]"]


class Line:
    """What waits, by terminal. The terminals whose turn it is stand in the order they came."""

    def __init__(self) -> None:
        self._of: dict[int | None, deque[_Waiting]] = {}
        self._turns: deque[int | None] = deque()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def count_of(self, terminal_id: int | None) -> int:
        """How much waits of one terminal."""
        waiting = self._of.get(terminal_id)
        return len(waiting) if waiting else 0

    def add(self, waiting: _Waiting) -> None:
        """Stand behind what the same terminal has handed in."""
        terminal_id = waiting[0].terminal_id
        own = self._of.get(terminal_id)
        if own is None:
            own = self._of[terminal_id] = deque()
            self._turns.append(terminal_id)
        own.append(waiting)
        self._count += 1

    def take(self, most: int) -> list[_Waiting]:
        """Who comes next: one of each terminal in turn, then again."""
        taken: list[_Waiting] = []
        while self._turns and len(taken) < most:
            terminal_id = self._turns.popleft()
            own = self._of[terminal_id]
            taken.append(own.popleft())
            if own:
                self._turns.append(terminal_id)
            else:
                del self._of[terminal_id]
        self._count -= len(taken)
        return taken


class Batcher:
    """Posts what it is handed, in batches of at most TOGETHER_MAX, on one lane.

    A second core is for a second till server (KUMIAI_TILLS_PROCESSES): two lanes here would halve
    the batches, and it is the batch that makes a payment cheap.
    """

    def __init__(self, url: str, clock: Callable[[], datetime]) -> None:
        self._lane = Lane(url, clock)
        self._line = Line()
        self._wake = asyncio.Event()
        self._wake_at = 1  # How many must wait before the lane is woken.
        self._stopping = False
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
        await self._lane.close()

    def hand_in(self, request: Request) -> "asyncio.Future[Outcome]":
        """Let a request wait its turn; the outcome comes once it is committed.

        Raises Problem: `busy` when too many wait, `too_many_requests` when too many of the same
        terminal do, `closing`. The future raises `busy` when there is no database or a page holds
        the member, `outcome_unknown` when it did not say whether it committed, `internal` for a
        fault of ours.
        """
        if self._stopping:
            raise Problem("closing")
        if len(self._line) >= WAITING_MAX:
            raise Problem("busy")
        if self._line.count_of(request.terminal_id) >= WAITING_OF_ONE_MAX:
            raise Problem("too_many_requests")
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._line.add((request, future))
        if len(self._line) >= self._wake_at:
            self._wake.set()
        return future

    async def _run(self) -> None:
        while True:
            while self._line:
                batch = self._line.take(TOGETHER_MAX)
                await self._settle(batch)
                await self._let_join(len(batch))
            if self._stopping:
                return
            self._wake.clear()
            await self._wake.wait()

    async def _let_join(self, answered: int) -> None:
        """Wait a moment for those just answered, where a batch smaller than enough waits."""
        waiting = len(self._line)
        if not 0 < waiting < ENOUGH or self._stopping:
            return
        self._wake_at = min(waiting + answered, ENOUGH)
        self._wake.clear()
        over = asyncio.get_running_loop().call_later(JOINING_SECONDS, self._wake.set)
        await self._wake.wait()
        over.cancel()
        self._wake_at = 1

    async def _settle(self, batch: Sequence[_Waiting]) -> None:
        """Post a batch and answer each of it; never raises."""
        try:
            outcomes = await self._lane.post([request for request, _ in batch])
        except Exception as error:  # noqa: BLE001 - whatever it was, each waiting till is told.
            await self._unsettled(batch, error)
            return
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            if not future.done():
                future.set_result(outcome)

    async def _unsettled(self, batch: Sequence[_Waiting], error: Exception) -> None:
        if isinstance(error, OutcomeUnknown | NoDatabase):
            code = "busy" if isinstance(error, NoDatabase) else "outcome_unknown"
            _log.warning(code, entries=len(batch), error=str(error))
            _fail(batch, Problem(code))
        elif len(batch) > 1:
            for one in batch:
                await self._settle([one])
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
