"""One at a time, in the order in which they came; a plain lock lets whoever is quickest in."""

import bisect
import itertools
import threading


class WaitingLine:
    """Threads that wait for one thing. Who may go first stands before all who may not."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: list[tuple[bool, int]] = []
        self._numbers = itertools.count()
        self._is_taken = False

    def enter(self, *, goes_first: bool, seconds_max: float) -> bool:
        """Wait; False where the turn did not come in time. Whoever gets True calls `leave`."""
        with self._changed:
            mine = (not goes_first, next(self._numbers))
            bisect.insort(self._waiting, mine)
            is_mine = self._changed.wait_for(
                lambda: not self._is_taken and self._waiting[0] == mine, seconds_max
            )
            self._waiting.remove(mine)
            self._is_taken = self._is_taken or is_mine
            self._changed.notify_all()
            return is_mine

    def leave(self) -> None:
        """Let the next one have its turn."""
        with self._changed:
            self._is_taken = False
            self._changed.notify_all()
