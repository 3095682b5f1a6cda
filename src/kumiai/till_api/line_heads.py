"""Heads of requests that have been read before: a till says the same one at every sale.

A head is the request line and the headers. Reading one costs as much as checking the sale that
follows it, so what was read of those that go the short way is remembered by their bytes.
"""

from collections.abc import Sequence
from typing import NamedTuple

from kumiai.till_api.operation import Endpoint

END = b"\r\n\r\n"
# Both keep a stranger from filling the memory; a till's head has a quarter of that.
BYTES_MAX = 1024
REMEMBERED_MAX = 4096


class Head(NamedTuple):
    """What a request that may be kept alive says before its body of `length` bytes."""

    endpoint: Endpoint
    headers: Sequence[tuple[bytes, bytes]]
    length: int


_known: dict[bytes, Head] = {}


def recall(data: bytes) -> tuple[Head, bytes] | None:
    """The head and the body, where these bytes are one whole request with a known head."""
    end = data.find(END, 0, BYTES_MAX + len(END))
    head = _known.get(data[:end]) if end > 0 else None
    body_at = end + len(END)
    if head is None or len(data) != body_at + head.length:
        return None
    return head, data[body_at:]


def remember(data: bytes, head: Head) -> None:
    """Keep a head for the next request; `data` are the bytes it was read from, from its first."""
    end = data.find(END, 0, BYTES_MAX + len(END))
    if end > 0:
        if len(_known) >= REMEMBERED_MAX:
            _known.clear()
        _known[data[:end]] = head
