"""The mark of a row: a SHA-256 over everything it says, made when it is written.

Most of what an entry or a purchase says stands somewhere else too, and proving the books compares
the two. The rest is told once; the mark is its second witness from the first moment, the day's
seal a later one. The same text is put together again in the `sql/prove_marks.sql` of the rooms.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def mark(values: Iterable[object], rest: bytes = b"") -> bytes:
    """The mark over values, a line each, and over bytes after them.

    Nothing is an empty line, a moment its microseconds since 1970, a truth value 1 or 0.
    """
    told = "\n".join([_TOLD.get(type(value), str)(value) for value in values])
    return sha256(told.encode() + b"\n" + rest).digest()


def _microseconds(moment: Any) -> str:
    since = moment - _EPOCH
    return str((since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds)


_TOLD: dict[type, Callable[[Any], str]] = {
    type(None): lambda _: "",
    bool: lambda value: "1" if value else "0",
    datetime: _microseconds,
}
