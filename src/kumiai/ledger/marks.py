"""The mark of a row: a SHA-256 over everything it says, made when it is written.

Most of what an entry or a purchase says stands somewhere else too, and proving the books compares
the two. The rest is told once; the mark is its second witness from the first moment, the day's
seal a later one. The same text is put together again in the `sql/prove_marks.sql` of the rooms.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from kumiai.kit import clock


def mark(values: Iterable[object], rest: bytes = b"") -> bytes:
    """The mark over values, a line each, and over bytes after them.

    Nothing is an empty line, a moment its microseconds since 1970, a truth value 1 or 0.
    """
    plain = [_PLAIN[type(value)](value) if type(value) in _PLAIN else value for value in values]
    told = "%s\n" * len(plain) % tuple(plain)
    return sha256(told.encode() + rest).digest()


_PLAIN: dict[type, Callable[[Any], object]] = {
    type(None): lambda _: "",
    bool: int,
    datetime: clock.microseconds,
}
