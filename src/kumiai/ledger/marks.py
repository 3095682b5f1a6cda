"""The mark of a row: a SHA-256 over everything it says, made when it is written.

Most of what an entry or a purchase says stands somewhere else too, and proving the books compares
the two. The rest is told once; the mark is its second witness from the first moment, the day's
seal a later one. The same text is put together again in the `sql/prove_marks.sql` of the rooms.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from kumiai.kit import clock


def texts(columns: Iterable[Sequence[object]]) -> list[str]:
    """What each row of these columns says, a line a value.

    Nothing is an empty line, a moment its microseconds since 1970, a truth value 1 or 0.
    """
    plain = [_plain(column) for column in columns]
    row = "%s\n" * len(plain)
    return [row % values for values in zip(*plain, strict=True)]


def mark(text: str, rest: bytes = b"") -> bytes:
    """The mark over the text of a row, and over bytes after it."""
    return sha256(text.encode() + rest).digest()


def _plain(column: Sequence[object]) -> Sequence[object]:
    """The column with nothing in it that is written in another way than it shows."""
    if _WRITTEN.keys().isdisjoint(map(type, column)):
        return column
    return [_WRITTEN[type(each)](each) if type(each) in _WRITTEN else each for each in column]


_WRITTEN: dict[type, Callable[[Any], object]] = {
    type(None): lambda _: "",
    bool: int,
    datetime: clock.microseconds,
}
