"""A crowd at the tills: sales and top-ups over sixty-four connections, each asked until answered.

Every till does as the contract demands: after a lost connection or a 503 it sends the very same
bytes again. Some lose patience at the first lost answer and serve the next customer; what became
of those requests is found out afterwards, by id.
"""

import asyncio
import contextlib
import json
import math
import random
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.faults import shop as shops
from tests.faults.shop import Shop

CONNECTIONS = 64
ANSWER_SECONDS_MAX = 20.0
PAUSE_SECONDS = 0.05
COME_AGAIN = ("busy", "closing", "outcome_unknown")
LOST = (
    OSError,
    EOFError,
    TimeoutError,
)  # What is read of an answer that breaks off is an EOFError.
# As much goes in as comes out, so that nobody runs dry and nobody reaches the cap.
PRICES_YEN = (40, 60, 80)
TOP_UP_YEN = 60


@dataclass
class Asked:
    """A request of one till, and the first answer to it."""

    id: str
    card: str
    key: str
    path: str
    raw: bytes
    answer: bytes = b""
    is_replay: bool = False

    @property
    def body(self) -> dict[str, Any]:
        decoded: dict[str, Any] = json.loads(self.answer)
        return decoded


@dataclass
class Crowd:
    """What a load has come to so far; kept up to date while it runs."""

    shop: Shop
    answered: list[Asked] = field(default_factory=list)
    unanswered: list[Asked] = field(default_factory=list)
    # What no till should ever hear, and requests that were never answered at all.
    wrong: list[str] = field(default_factory=list)
    lost: int = 0
    come_again: int = 0
    slowest_seconds: float = 0.0
    ends_at: float = math.inf

    def await_answers(self, count: int, *, seconds: float = 60.0) -> float:
        """Wait until so many more are answered; returns how long the first of them took."""
        before, began, first = len(self.answered), time.monotonic(), 0.0
        while len(self.answered) < before + count:
            assert time.monotonic() < began + seconds, f"the tills do not work: {self.wrong}"
            first = first or (time.monotonic() - began if len(self.answered) > before else 0.0)
            time.sleep(0.01)
        return first or time.monotonic() - began

    async def serve(self, index: int) -> None:
        """One till on one connection, until the load ends."""
        till = Till(self.shop)
        key = self.shop.keys[index % len(self.shop.keys)]
        is_patient = index % 4 > 0
        while time.monotonic() < self.ends_at:
            await self._settle(till, _next_request(key, random.choice(self.shop.cards)), is_patient)
        till.hang_up()

    async def _settle(self, till: "Till", asked: Asked, is_patient: bool) -> None:
        while time.monotonic() < self.ends_at + ANSWER_SECONDS_MAX:
            if not await till.dial():
                await asyncio.sleep(PAUSE_SECONDS)
                continue
            began = time.monotonic()
            status, is_replay, raw = await till.ask("POST", asked.path, asked.key, asked.raw)
            self.slowest_seconds = max(self.slowest_seconds, time.monotonic() - began)
            if status == 200:
                asked.answer, asked.is_replay = raw, is_replay
                self.answered.append(asked)
                return
            code = json.loads(raw)["code"] if status else "lost"
            self.lost += not status
            self.come_again += status == 503
            if status and (status != 503 or code not in COME_AGAIN):
                self.wrong.append(f"{status} {code} to {asked.raw!r}")
                return
            if code in ("lost", "outcome_unknown") and not is_patient:
                self.unanswered.append(asked)
                return
            await asyncio.sleep(PAUSE_SECONDS)
        self.wrong.append(f"no answer to {asked.raw!r}")


class Till:
    """A connection that is made anew where it is lost."""

    def __init__(self, shop: Shop) -> None:
        self._port = shop.port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def dial(self) -> bool:
        """Whether somebody is at the other end; without one, nothing can be asked or lost."""
        if self._writer is None:
            try:
                self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
            except OSError:
                return False
        return True

    async def ask(
        self, method: str, path: str, key: str, body: bytes = b""
    ) -> tuple[int, bool, bytes]:
        """Status, whether it is a replay, and bytes; status 0 where the answer was lost."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS_MAX):
                return await self._asked(method, path, key, body)
        except LOST:
            self.hang_up()
            return 0, False, b""

    async def insist(
        self, method: str, path: str, key: str, body: bytes = b""
    ) -> tuple[int, bool, bytes]:
        """Asked again while the answer is lost or says to come again, for a while."""
        deadline = time.monotonic() + ANSWER_SECONDS_MAX
        while True:
            answer = await self.ask(method, path, key, body)
            if answer[0] not in (0, 503) or time.monotonic() > deadline:
                return answer
            await asyncio.sleep(0.1)

    async def _asked(
        self, method: str, path: str, key: str, body: bytes
    ) -> tuple[int, bool, bytes]:
        if not await self.dial():
            raise ConnectionRefusedError
        assert self._reader is not None
        assert self._writer is not None
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {key}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        told = (await self._reader.readuntil(b"\r\n\r\n")).lower()
        length = int(told.partition(b"content-length:")[2].partition(b"\r\n")[0])
        raw = await self._reader.readexactly(length)
        if b"\r\nconnection: close" in told:
            self.hang_up()
        return int(told.split()[1]), b"idempotent-replay" in told, raw

    def hang_up(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None


async def ring_up(shop: Shop, count: int) -> list[Asked]:
    """So many sales, shared out among all tills at once, each asked for once; status 200 or not."""
    sales = [
        _sale(shop.keys[number % len(shop.keys)], random.choice(shop.cards), PRICES_YEN[0])
        for number in range(count)
    ]

    async def serve(share: Sequence[Asked]) -> None:
        till = Till(shop)
        for asked in share:
            status, asked.is_replay, raw = await till.ask("POST", asked.path, asked.key, asked.raw)
            asked.answer = raw if status == 200 else b""
        till.hang_up()

    tills = len(shop.keys)
    await asyncio.gather(*(serve(sales[first::tills]) for first in range(tills)))
    return sales


@contextlib.contextmanager
def gathered(shop: Shop) -> Iterator[Crowd]:
    """A crowd at the tills as long as the block lasts; then every till has hung up."""
    crowd = Crowd(shop)
    load = threading.Thread(target=asyncio.run, args=(_all(crowd),))
    load.start()
    try:
        yield crowd
    finally:
        crowd.ends_at = time.monotonic()
        load.join()


async def _all(crowd: Crowd) -> None:
    await asyncio.gather(*(crowd.serve(index) for index in range(CONNECTIONS)))


def _next_request(key: str, card: str) -> Asked:
    if random.random() < 0.5:
        body = shops.top_up(card, TOP_UP_YEN)
        return Asked(body["id"], card, key, "/v1/top-ups", json.dumps(body).encode())
    return _sale(key, card, random.choice(PRICES_YEN))


def _sale(key: str, card: str, yen: int) -> Asked:
    body = shops.sale(card, yen)
    return Asked(body["id"], card, key, "/v1/purchases", json.dumps(body).encode())
