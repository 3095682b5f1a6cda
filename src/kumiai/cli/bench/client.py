"""A load client for machines without wrk: one process, raw HTTP over asyncio."""

import asyncio
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import urlsplit

from kumiai.cli import refusal
from kumiai.cli.bench import bodies
from kumiai.cli.bench.measures import Load, Made, Measured, MixName, member_number

# A call: its request line without the version, the body (None for a look), and how many payments.
_Call = tuple[str, bytes | None, int]


def measured(address: str, made: Made, load: Load) -> Measured:
    """Ask what the load says, until its time is up or its payments are answered.

    Refused where a connection is lost: whoever it was has no answer, and the figures would lie.
    """
    try:
        return asyncio.run(_measured(address, made, load))
    except (OSError, EOFError) as error:
        raise refusal.Refused(
            f"レジAPIとの接続が切れました。{error}", f"The till API cannot be reached: {error}"
        ) from error


@dataclass
class _Tally:
    """What a run has come to so far."""

    until: float
    latencies: list[float] = field(default_factory=list)
    payments: int = 0
    errors: int = 0

    def take(self, began: float, payments: int, refused: int) -> None:
        """Count an answer and the payments in it."""
        self.latencies.append((time.perf_counter() - began) * 1000)
        self.payments += payments
        self.errors += refused


class _Quota:
    """How many calls with payments a till has left; as many as it likes where time is the end."""

    def __init__(self, calls: int) -> None:
        self._left = calls or None

    def take(self) -> bool:
        """Whether one more may be asked."""
        if self._left is None:
            return True
        self._left -= 1
        return self._left >= 0


@dataclass(frozen=True)
class _Till:
    """A till: where it calls, its key, and what it has left to ask."""

    address: str
    key: str
    quota: _Quota


async def _measured(address: str, made: Made, load: Load) -> Measured:
    started = time.perf_counter()
    tally = _Tally(started + load.seconds if load.seconds else float("inf"))
    tills = [_Till(address, key, _Quota(load.calls_of_a_till)) for key in made.keys[: load.tills]]
    customers = partial(_CUSTOMERS[load.mix.name], made.members)
    await asyncio.gather(
        *(_serve(tills[index % load.tills], customers, tally) for index in range(load.connections))
    )
    took = time.perf_counter() - started
    tally.latencies.sort()
    return Measured(
        answers=len(tally.latencies),
        payments=tally.payments,
        errors=tally.errors,
        seconds=took,
        p50_ms=_percentile(tally.latencies, 50),
        p99_ms=_percentile(tally.latencies, 99),
        client="python",
    )


async def _serve(till: _Till, ask_for: Callable[[], Iterator[_Call]], tally: _Tally) -> None:
    """One connection of a till; customer after customer."""
    parts = urlsplit(till.address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    head = f"Host: {parts.netloc}\r\nAuthorization: Bearer {till.key}\r\n"
    while time.perf_counter() < tally.until and till.quota.take():
        for line, body, payments in ask_for():
            began = time.perf_counter()
            writer.write(_request(line, head, body))
            accepted = await _accepted(reader, is_batch=payments > 1)
            tally.take(began, payments, max(payments, 1) - accepted)
    writer.close()


def _request(line: str, head: str, body: bytes | None) -> bytes:
    if body is None:
        return f"{line} HTTP/1.1\r\n{head}\r\n".encode()
    media = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    return f"{line} HTTP/1.1\r\n{head}{media}".encode() + body


async def _accepted(reader: asyncio.StreamReader, *, is_batch: bool) -> int:
    """How many were answered with 200: the entries of a batch, else the call itself."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
    body = await reader.readexactly(length)
    if is_batch:
        return body.count(b'{"status":200,')
    return int(head.startswith(b"http/1.1 200"))


def _sale(members: int) -> Iterator[_Call]:
    yield "POST /v1/purchases", bodies.sale(_anybody(members)).encode(), 1


def _lunch(members: int) -> Iterator[_Call]:
    member = _anybody(members)
    yield f"GET /v1/cards/{member_number(member)}", None, 0
    yield "POST /v1/purchases", bodies.sale(member, by_meal_card=True).encode(), 1


def _top_up(members: int) -> Iterator[_Call]:
    yield "POST /v1/top-ups", bodies.top_up(_anybody(members)).encode(), 1


def _batch(members: int) -> Iterator[_Call]:
    yield "POST /v1/batches", bodies.batch(members).encode(), bodies.BATCH_ENTRIES


_CUSTOMERS: dict[MixName, Callable[[int], Iterator[_Call]]] = {
    "sale": _sale,
    "lunch": _lunch,
    "top-up": _top_up,
    "batches": _batch,
}


def _anybody(members: int) -> int:
    return random.randrange(members)  # noqa: S311 - a load, not a secret


def _percentile(values: list[float], percent: int) -> float:
    return values[min(len(values) * percent // 100, len(values) - 1)] if values else 0.0
