"""Answers that take one time, whoever they are about.

A page that does the same for the known and the unknown can still be told apart by its time: the
mail that only the known are written is work for the same machine a moment later. So an answer that
must not tell is not given before its time.
"""

import contextlib
import threading
import time
from collections.abc import Iterator

from kumiai.kit import environment

SECONDS = 0.25

# Whoever floods these pages must not put all threads to rest: the others answer at once, and in a
# flood the times of answers tell nothing.
_rests = threading.BoundedSemaphore(max(1, environment.PAGES_THREADS() // 3))


@contextlib.contextmanager
def at_least(seconds: float = SECONDS, *, refusals_only: bool = False) -> Iterator[None]:
    """Let what is done within take so long or longer; what it raises comes as late.

    With `refusals_only` who succeeds goes on at once: that is seen anyway.
    """
    due = time.monotonic() + seconds
    try:
        yield
    except Exception:
        _rest_until(due)
        raise
    if not refusals_only:
        _rest_until(due)


def _rest_until(due: float) -> None:
    left = due - time.monotonic()
    if left > 0 and _rests.acquire(blocking=False):
        try:
            time.sleep(left)
        finally:
            _rests.release()
