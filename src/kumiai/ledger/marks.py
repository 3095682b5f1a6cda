"""The mark of a row: a SHA-256 over everything it says, made when it is written.

Most of what an entry or a purchase says stands somewhere else too, and proving the books compares
the two. The rest is told once; the mark is its second witness from the first moment, the day's
seal a later one. The same text is put together again in the `sql/prove_marks.sql` of the rooms.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def mark(values: Iterable[object], rest: bytes = b"") -> bytes:
    """The mark over values, a line each, and over bytes after them.

    Nothing is an empty line, a moment its microseconds since 1970, a truth value 1 or 0.
    """
    return sha256("\n".join(map(_told, values)).encode() + b"\n" + rest).digest()


def _told(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return str((value - _EPOCH) // _MICROSECOND)
        case bool():
            return str(int(value))
    return str(value)
