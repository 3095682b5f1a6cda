"""The asynchronous driver of `kit.steps`: one connection, in libpq's pipeline mode all its life.

psycopg makes and keeps the connection and knows the types; its cursors are left out, for a till
server runs the same dozen statements thousands of times a second. Every statement is prepared
once, columns travel packed, answers come back binary, and told steps travel with the next asked.
"""

import asyncio
import contextlib
import functools
import hashlib
import os
import re
from typing import Any, NamedTuple, TypeVar

import psycopg
from psycopg.adapt import Transformer
from psycopg.pq import ConnStatus, ExecStatus, Format
from psycopg.pq.abc import PGresult

from kumiai.kit import columns
from kumiai.kit.steps import Bundle, Row, Step, Steps

T = TypeVar("T")

_PLACEHOLDER = re.compile(r"%\((\w+)\)b")
_FAILED = (ExecStatus.FATAL_ERROR, ExecStatus.BAD_RESPONSE)


class CommitInDoubt(psycopg.OperationalError):
    """The server warned at the commit: what it acknowledged may be gone after a failover."""


class _Statement(NamedTuple):
    """A statement with its parameters as $1, $2, … and their names in that order."""

    name: bytes
    query: bytes
    parameters: tuple[str, ...]


class Pipeline:
    """Runs steps in transactions on a connection that nobody else uses meanwhile."""

    def __init__(self, connection: psycopg.AsyncConnection[Any]) -> None:
        self._libpq = connection.pgconn
        self._libpq.enter_pipeline_mode()
        self._transformer = Transformer(connection)
        self._prepared: set[bytes] = set()
        # Of every command sent since the last sync, whether its answer is wanted.
        self._sent: list[bool] = []
        self._is_warned = False
        self._waiter: asyncio.Future[None] | None = None
        self._is_watched = False
        # Watched through a descriptor of our own: libpq closes its socket where it loses the
        # server, and the loop would take the next connection of that number for the old one.
        self._socket = os.dup(self._libpq.socket)
        connection.add_notice_handler(self._on_notice)

    async def run(self, steps: Steps[T]) -> T:
        """Run steps to their end in one transaction, commit, and return what they return.

        Raises psycopg's errors; then the transaction is rolled back, unless the connection is
        lost. CommitInDoubt where the server warned at the commit.
        """
        self._command(b"BEGIN")
        try:
            result = await self._through(steps)
            # A told step may fail as late as here, and the transaction is open still.
            await self._commit()
        except Exception:
            await self._rollback()
            raise
        return result

    def close(self) -> None:
        """Stop watching the connection, for good."""
        self._unwatch()
        os.close(self._socket)

    def _unwatch(self) -> None:
        if self._is_watched:
            asyncio.get_running_loop().remove_reader(self._socket)
            self._is_watched = False

    async def _through(self, steps: Steps[T]) -> T:
        try:
            bundle = next(steps)
            while True:
                for step in bundle:
                    self._send(step)
                bundle = steps.send(await self._answers(bundle))
        except StopIteration as end:
            result: T = end.value
            return result

    async def _answers(self, bundle: Bundle) -> list[list[Row]]:
        """The rows of the asked steps; where nothing is asked, nothing is waited for."""
        if not any(step.is_answered for step in bundle):
            return [[] for _ in bundle]
        results = iter(await self._synced())
        return [self._rows(next(results)) if step.is_answered else [] for step in bundle]

    async def _commit(self) -> None:
        self._is_warned = False
        self._command(b"COMMIT", is_wanted=True)
        (committed,) = await self._synced()
        if self._is_warned or committed.command_status != b"COMMIT":
            raise CommitInDoubt("the server warned while it committed")

    async def _rollback(self) -> None:
        if self._sent:
            # Told steps are on their way still: what they come to does not matter any more.
            with contextlib.suppress(psycopg.Error):
                await self._synced()
        if self._libpq.status == ConnStatus.OK:
            self._command(b"ROLLBACK")
            # Where something failed, what was to be prepared after it is not.
            self._command(b"DEALLOCATE ALL")
            self._prepared.clear()
            await self._synced()

    def _command(self, text: bytes, *, is_wanted: bool = False) -> None:
        self._libpq.send_query_params(text, None)
        self._sent.append(is_wanted)

    def _send(self, step: Step) -> None:
        statement = _numbered(step.statement)
        packed = columns.packed(step.statement, step.parameters)
        values: list[columns.Column] = [packed[name] for name in statement.parameters]
        if statement.name not in self._prepared:
            oids = [value.array_oid for value in values]
            self._libpq.send_prepare(statement.name, statement.query, oids)
            self._sent.append(False)
            self._prepared.add(statement.name)
        self._libpq.send_query_prepared(
            statement.name,
            [value.data for value in values],
            [Format.BINARY] * len(values),
            Format.BINARY,
        )
        self._sent.append(step.is_answered)

    async def _synced(self) -> list[PGresult]:
        """Send what is queued, wait for all of it, and give the answers that are wanted.

        Raises the first error; the commands after it were not run.
        """
        self._libpq.pipeline_sync()
        wanted, self._sent = self._sent, []
        while self._libpq.flush():
            await self._ready(to_write=True)
            self._libpq.consume_input()
        results: list[PGresult] = []
        failed: PGresult | None = None
        index = 0
        while True:
            while self._libpq.is_busy():
                await self._ready()
                self._libpq.consume_input()
            result = self._libpq.get_result()
            if self._libpq.status != ConnStatus.OK:
                raise psycopg.OperationalError("the connection to the server was lost")
            if result is None:
                index += 1  # The end of one command's answer.
            elif result.status == ExecStatus.PIPELINE_SYNC:
                break
            elif result.status in _FAILED:
                failed = failed or result
            elif result.status != ExecStatus.PIPELINE_ABORTED and wanted[index]:
                results.append(result)
        if failed is not None:
            raise psycopg.errors.error_from_result(failed)
        return results

    async def _ready(self, *, to_write: bool = False) -> None:
        """Wait until the server has said something, or until there is room to say more."""
        loop = asyncio.get_running_loop()
        self._waiter = loop.create_future()
        if not self._is_watched:
            loop.add_reader(self._socket, self._on_ready)
            self._is_watched = True
        if to_write:
            loop.add_writer(self._socket, self._on_ready)
        try:
            await self._waiter
        finally:
            self._waiter = None
            if to_write:
                loop.remove_writer(self._socket)

    def _on_ready(self) -> None:
        if self._waiter is None:
            # Nobody asked: the server says goodbye. The next who asks will hear it.
            self._unwatch()
        elif not self._waiter.done():
            self._waiter.set_result(None)

    def _rows(self, result: PGresult) -> list[Row]:
        self._transformer.set_pgresult(result)
        return self._transformer.load_rows(0, result.ntuples, tuple)

    def _on_notice(self, diagnostic: psycopg.errors.Diagnostic) -> None:
        if diagnostic.severity_nonlocalized == "WARNING":
            self._is_warned = True


@functools.cache
def _numbered(statement: str) -> _Statement:
    """The statement with `%(name)b` as $1, $2, …; every parameter is a column."""
    names: list[str] = []

    def number(found: re.Match[str]) -> str:
        if found[1] not in names:
            names.append(found[1])
        return f"${names.index(found[1]) + 1}"

    query = _PLACEHOLDER.sub(number, statement).replace("%%", "%").encode()
    return _Statement(hashlib.sha256(query).hexdigest()[:32].encode(), query, tuple(names))
