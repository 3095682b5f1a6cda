"""Argon2id behind a bulkhead: a flood of logins slows logins down, and nothing else.

Each page server has one hashing process of the lowest priority. Half of the server's threads may
wait for it; whoever comes then is told to come again, so that the other half serves pages. One of
these places is kept for who was told so before and has waited: see `turns`.
"""

import atexit
import contextlib
import json
import os
import select
import subprocess
import sys
import threading
from typing import Any

from kumiai.identity.waiting_line import WaitingLine
from kumiai.kit import environment

RETRY_AFTER_SECONDS = 5
_ANSWER_SECONDS_MAX = 10.0

# The hash of a password nobody knows, for login IDs that do not exist: they cost the same work.
NOBODYS_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1"
    "$iXeFtw5MbrcFkSvm79kmvA$Lsg/XFqfI7Ti18CL6pFoW4//9RZWNSLUGQgWC50ifkY"
)


class HashingBusy(Exception):
    """Too many logins at once, or the hashing process does not answer; try again in a moment."""


class HashingProcess:
    """One process, one request at a time, `waiting_max` requests in hand or waiting.

    `kept` of these places are for who has waited for a turn.
    """

    def __init__(self, *, waiting_max: int, kept: int = 0) -> None:
        self._waiting_max = waiting_max
        self._kept = kept
        self.start_over()

    def start_over(self) -> None:
        """Also in a forked child: nobody holds its locks, and the parent keeps its pipes."""
        self._places = threading.BoundedSemaphore(self._waiting_max - self._kept)
        self._kept_places = threading.BoundedSemaphore(self._kept)
        self._line = WaitingLine()
        self._process: subprocess.Popen[bytes] | None = None

    def refuse_when_busy(self) -> None:
        """Raises HashingBusy where whoever asked now would hear the same."""
        if not self._places.acquire(blocking=False):
            raise HashingBusy
        self._places.release()

    def ask(self, *request: str, has_waited: bool = False) -> Any:
        """Raises HashingBusy."""
        places = self._kept_places if has_waited and self._kept else self._places
        if not places.acquire(blocking=False):
            raise HashingBusy
        try:
            if not self._line.enter(goes_first=has_waited, seconds_max=_ANSWER_SECONDS_MAX):
                raise HashingBusy
            try:
                return self._exchange(json.dumps(request).encode() + b"\n")
            finally:
                self._line.leave()
        finally:
            places.release()

    def stop(self) -> None:
        """End the process; the next request starts another."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        with contextlib.suppress(OSError):
            process.communicate()

    def _exchange(self, line: bytes) -> Any:
        process = self._running()
        stdin, stdout = process.stdin, process.stdout
        if stdin is None or stdout is None:
            raise HashingBusy
        try:
            stdin.write(line)
            stdin.flush()
            if select.select([stdout], [], [], _ANSWER_SECONDS_MAX)[0]:
                return json.loads(stdout.readline())
        except (OSError, ValueError) as broken:
            self.stop()
            raise HashingBusy from broken
        self.stop()
        raise HashingBusy

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "kumiai.identity.hashing_process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
        return self._process


def hash_password(password: str) -> str:
    """A new argon2id hash. Raises HashingBusy."""
    return str(_process.ask("hash", password))


def is_password(stored: str | None, password: str, *, has_waited: bool = False) -> bool:
    """Whether the password belongs to the hash; without one the same work is done in vain.

    `has_waited` takes the place that is kept. Raises HashingBusy.
    """
    is_right = _process.ask("verify", stored or NOBODYS_HASH, password, has_waited=has_waited)
    return bool(is_right) and stored is not None


def refuse_when_busy() -> None:
    """Say so before the database has any work with it: a flood of logins stays out of its way.

    Raises HashingBusy.
    """
    _process.refuse_when_busy()


_waiting_max = max(1, environment.PAGES_THREADS() // 2)
_process = HashingProcess(waiting_max=_waiting_max, kept=1 if _waiting_max > 1 else 0)
atexit.register(_process.stop)
os.register_at_fork(after_in_child=_process.start_over)
