"""Whose key is this: looked up by its digest, and believed for half a second."""

import asyncio
import functools
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from psycopg_pool import AsyncConnectionPool

from kumiai.coops import at_till as coops
from kumiai.coops.at_till import Caller
from kumiai.coops.rules import TerminalKind
from kumiai.till_api.call import Call
from kumiai.till_api.problems import Problem

# A key revoked, a policy or a calendar changed holds on every process within a second.
BELIEVED_SECONDS = 0.5
REMEMBERED_MAX = 10_000


class Callers:
    """The terminals that have called lately, by the digest of their key."""

    def __init__(self, pool: AsyncConnectionPool, clock: Callable[[], datetime]) -> None:
        self._pool = pool
        self._clock = clock
        self._known: dict[bytes, tuple[float, Caller]] = {}
        # Many calls find the same belief out of date at once: one of them asks for all.
        self._asking: dict[bytes, asyncio.Task[Caller | None]] = {}

    async def authenticate(self, call: Call, *kinds: TerminalKind) -> Caller:
        """The calling terminal; raises Problem unless its key is good and it is of these kinds."""
        named = _key_in(call.header(b"authorization"))
        caller = await self._caller(*named) if named else None
        if caller is None:
            raise Problem("unauthorized")
        return _allowed(caller, kinds)

    def believed(self, call: Call, *kinds: TerminalKind) -> Caller | None:
        """The same where it needs no look; None where it does, or where the key is no good."""
        named = _key_in(call.header(b"authorization"))
        caller = self._fresh(named[1]) if named else None
        return _allowed(caller, kinds) if caller else None

    def _fresh(self, digest: bytes) -> Caller | None:
        known = self._known.get(digest)
        if known is None or time.monotonic() - known[0] >= BELIEVED_SECONDS:
            return None
        return known[1]

    async def _caller(self, key: str, digest: bytes) -> Caller | None:
        if fresh := self._fresh(digest):
            return fresh
        asking = self._asking.get(digest)
        if asking is None:
            asking = asyncio.create_task(self._ask(key, digest))
            asking.add_done_callback(lambda _: self._asking.pop(digest, None))
            self._asking[digest] = asking
        # One call given up by its till must not give up for the others.
        return await asyncio.shield(asking)

    async def _ask(self, key: str, digest: bytes) -> Caller | None:
        asked_at = time.monotonic()
        async with self._pool.connection() as connection:
            cursor = await connection.execute(
                coops.FIND_TERMINAL.encode(), coops.parameters(key=key, at=self._clock())
            )
            row = await cursor.fetchone()
        if row is None:
            self._known.pop(digest, None)
            return None
        caller = coops.caller(row)
        if len(self._known) >= REMEMBERED_MAX:
            self._known.clear()
        self._known[digest] = (asked_at, caller)
        return caller


def _allowed(caller: Caller, kinds: Sequence[TerminalKind]) -> Caller:
    if caller.revoked:
        raise Problem("unauthorized")
    if kinds and caller.kind not in kinds:
        raise Problem("forbidden")
    return caller


@functools.lru_cache(maxsize=REMEMBERED_MAX)
def _key_in(authorization: str) -> tuple[str, bytes] | None:
    """The key that a header names, and its digest; a till says the same header at every call."""
    scheme, _, key = authorization.partition(" ")
    if scheme.lower() != "bearer" or not key:
        return None
    return key.strip(), coops.digest_of(key.strip())
