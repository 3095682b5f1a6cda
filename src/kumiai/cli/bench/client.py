"""A load client for machines without wrk: one process, raw HTTP over asyncio."""

import asyncio
import json
import random
import time
from urllib.parse import urlsplit

from kumiai.cli.bench.measures import Made, Measured, member_number
from kumiai.kit import clock, ids

_GOODS = (
    ("D1023", "唐揚げ丼", "food", 1, 480, 10),
    ("2900000000018", "緑茶", "food", 1, 130, 8),
    ("2900000000025", "ノート", "learning_goods", 2, 110, 10),
    ("D2001", "味噌汁", "food", 1, 40, 10),
)


def measured(address: str, made: Made, *, connections: int, seconds: int) -> Measured:
    """Ring up sales over so many connections for so long."""
    return asyncio.run(_measured(address, made, connections, seconds))


async def _measured(address: str, made: Made, connections: int, seconds: int) -> Measured:
    latencies: list[float] = []
    errors = [0]
    started = time.perf_counter()
    until = started + seconds
    await asyncio.gather(
        *(_customer(address, made, until, latencies, errors) for _ in range(connections))
    )
    took = time.perf_counter() - started
    latencies.sort()
    return Measured(
        answers=len(latencies) + errors[0],
        errors=errors[0],
        seconds=took,
        p50_ms=_percentile(latencies, 50),
        p99_ms=_percentile(latencies, 99),
        client="python",
    )


async def _customer(
    address: str, made: Made, until: float, latencies: list[float], errors: list[int]
) -> None:
    parts = urlsplit(address)
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    head = (
        f"POST /v1/purchases HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        f"Authorization: Bearer {made.key}\r\nContent-Type: application/json\r\n"
    )
    while (begun := time.perf_counter()) < until:
        body = _sale(made)
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        if await _is_settled(reader):
            latencies.append((time.perf_counter() - begun) * 1000)
        else:
            errors[0] += 1
    writer.close()


async def _is_settled(reader: asyncio.StreamReader) -> bool:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
    body = await reader.readexactly(length)
    return head.startswith(b"http/1.1 200") and b'"state":"settled"' in body


def _sale(made: Made) -> bytes:
    goods = random.choices(_GOODS, k=random.randint(1, 4))  # noqa: S311 - a load, not a secret
    lines = [
        {
            "code": code,
            "name": name,
            "genre": genre,
            "quantity": quantity,
            "unit_price": price,
            "amount": quantity * price,
            "tax_rate": tax_rate,
        }
        for code, name, genre, quantity, price, tax_rate in goods
    ]
    sale = {
        "id": str(ids.uuid7()),
        "card": member_number(random.randrange(made.members)),  # noqa: S311
        "occurred_at": clock.now().isoformat(),
        "lines": lines,
        "tenders": [{"kind": "prepaid"}],
    }
    return json.dumps(sale).encode()


def _percentile(values: list[float], percent: int) -> float:
    return values[min(len(values) * percent // 100, len(values) - 1)] if values else 0.0
