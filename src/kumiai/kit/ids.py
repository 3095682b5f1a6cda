"""UUIDv7: ids that sort by the time they were made (RFC 9562).

The 12 bits after the milliseconds hold its fraction, so ids sort to a quarter of a microsecond.
"""

import os
import threading
import time
from datetime import UTC, datetime
from uuid import RFC_4122, UUID

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_RANDOM_BYTES = 8
_guard = threading.Lock()
_latest_ticks = 0


def uuid7(at: datetime | None = None, *, random: bytes | None = None) -> UUID:
    """A new id for the present moment, or for the aware moment `at`.

    Ids of the present are strictly increasing within a process. With `at` and eight `random`
    bytes the id is a function of both, so that seeded data is the same every time.
    """
    if random is None:
        random = os.urandom(_RANDOM_BYTES)
    elif len(random) != _RANDOM_BYTES:
        raise ValueError(f"random must be {_RANDOM_BYTES} bytes")
    ticks = _ticks_now() if at is None else _ticks_at(at)
    return _assemble(ticks, int.from_bytes(random, "big"))


def is_uuid7(value: UUID) -> bool:
    """Whether a UUID is of version 7 and of the standard's variant."""
    return value.variant == RFC_4122 and value.version == 7


def _ticks_now() -> int:
    """Present time in 1/4096 ms, never the same twice in a process."""
    global _latest_ticks  # noqa: PLW0603
    milliseconds, rest_ns = divmod(time.time_ns(), 1_000_000)
    with _guard:
        _latest_ticks = max(_latest_ticks + 1, milliseconds << 12 | (rest_ns << 12) // 1_000_000)
        return _latest_ticks


def _ticks_at(at: datetime) -> int:
    since = at - _EPOCH
    microseconds = (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
    milliseconds, rest_us = divmod(microseconds, 1_000)
    if not 0 <= milliseconds < 1 << 48:
        raise ValueError("the moment does not fit into a UUIDv7")
    return milliseconds << 12 | (rest_us << 12) // 1_000


def _assemble(ticks: int, random: int) -> UUID:
    milliseconds, fraction = ticks >> 12, ticks & 0xFFF
    version, variant = 7 << 76, 0b10 << 62
    low = random & (1 << 62) - 1
    return UUID(int=milliseconds << 80 | version | fraction << 64 | variant | low)
