"""Browsers that open one page after the other as fast as they are answered: raw HTTP, asyncio."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle

from kumiai.cli import refusal

EMPTY, BARE = "/bench/empty", "/bench/bare"


@dataclass(slots=True)
class Opened:
    """Pages that were opened: how long each took, their bytes, how many were no page (not 200)."""

    seconds: float = 0.0
    took_ms: list[float] = field(default_factory=list)
    transferred: int = 0
    errors: int = 0

    @property
    def per_s(self) -> float:
        """Pages per second; an error is none."""
        return (len(self.took_ms) - self.errors) / self.seconds if self.seconds else 0.0

    @property
    def bytes_each(self) -> int:
        """What travels for one page, its head included."""
        return round(self.transferred / len(self.took_ms)) if self.took_ms else 0


def open_pages(
    address: str, path: str, *, cookies: Sequence[str], connections: int, seconds: float, to: Opened
) -> None:
    """Open a page again and again on so many connections, as one visitor after the other.

    Adds to what was opened before. Refused where a connection is lost.
    """
    try:
        requests = [_request(address, path, cookie) for cookie in cookies]
        asyncio.run(_opened(address, requests, connections, seconds, to))
    except (OSError, EOFError) as error:
        raise refusal.Refused(
            f"ページのサーバーとの接続が切れました。{error}",
            f"The page server cannot be reached: {error}",
        ) from error


async def _opened(
    address: str, requests: list[bytes], connections: int, seconds: float, to: Opened
) -> None:
    """The visitors are dealt out to the connections; one may be on several."""
    begun = time.perf_counter()
    visitors = cycle(requests)
    dealt = [next(visitors) for _ in range(max(connections, len(requests)))]
    await asyncio.gather(
        *(
            _browse(address, dealt[first::connections], begun + seconds, to)
            for first in range(connections)
        )
    )
    to.seconds += time.perf_counter() - begun


async def _browse(address: str, requests: list[bytes], until: float, to: Opened) -> None:
    host, _, port = address.partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    for request in cycle(requests):
        began = time.perf_counter()
        if began >= until:
            break
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        to.took_ms.append((time.perf_counter() - began) * 1000)
        to.transferred += len(head) + length
        to.errors += not head.startswith(b"http/1.1 200")
    writer.close()


def _request(address: str, path: str, cookie: str) -> bytes:
    """What a browser sends, as far as a server looks at it."""
    head = f"GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept-Encoding: gzip\r\n"
    return f"{head}Cookie: {cookie}\r\n\r\n".encode()
