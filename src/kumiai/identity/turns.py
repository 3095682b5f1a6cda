"""Whose turn it is where logins come in crowds: who was told to wait, and has waited.

A sealed note in the browser says since when. Who asks again at once gets a new note and begins to
wait anew, so that a program that never pauses keeps nobody out who does as the page says.
"""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

from kumiai.identity import digests

WAIT = timedelta(seconds=3)
NOTE_LASTS = timedelta(minutes=5)
SPENT_MAX = 10_000


def new_note(*, at: datetime) -> str:
    """A note for somebody who is told to wait, fit for a cookie."""
    said = f"{int(at.timestamp())}.{digests.new_token()}"
    return f"{said}.{digests.of_token(said).hex()}"


def spend(note: str, *, at: datetime) -> bool:
    """Whether the bearer has waited, and has not used this note in this process before."""
    said, _, seal = note.rpartition(".")
    if not digests.same(seal.encode(), digests.of_token(said).hex().encode()):
        return False
    since = int(said.partition(".")[0])
    waited = timedelta(seconds=int(at.timestamp()) - since)
    return WAIT <= waited <= NOTE_LASTS and _spent.add(seal)


class _Spent:
    """The notes that were used; the oldest are forgotten, long after they have lapsed."""

    def __init__(self) -> None:
        self._seals: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, seal: str) -> bool:
        """Whether it is new."""
        with self._lock:
            if seal in self._seals:
                return False
            self._seals[seal] = None
            if len(self._seals) > SPENT_MAX:
                self._seals.popitem(last=False)
            return True


_spent = _Spent()
