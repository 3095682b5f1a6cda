"""One parent for several servers: starts them, restarts what crashes, stops them together.

The children sit in sessions of their own, so Ctrl-C reaches the parent alone, which then stops
them in order. Should the parent be killed, the kernel tells each child to stop.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

import structlog

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)
_log = structlog.get_logger(__name__)

STEP_SECONDS = 0.1
START_SECONDS_MAX = 60.0
STOP_SECONDS_MAX = 6.0
BACK_OFF_SECONDS_MAX = 30.0
STEADY_SECONDS = 60.0


def _at_once() -> bool:
    return True


@dataclass(frozen=True)
class Child:
    """A server to run: `env` is laid over the parent's, `ready` says whether it serves yet."""

    name: str
    argv: Sequence[str]
    env: Mapping[str, str] = field(default_factory=dict)
    ready: Callable[[], bool] = _at_once


class DidNotStart(Exception):
    """A child ended, or was not ready in time, while all were being started."""


class Supervisor:
    """Runs children until a signal says stop; `meanwhile` is called over and over."""

    def __init__(
        self,
        children: Sequence[Child],
        *,
        when_ready: Callable[[], None],
        meanwhile: Callable[[], None] = lambda: None,
    ) -> None:
        self._runs = [_Run(child) for child in children]
        self._when_ready = when_ready
        self._meanwhile = meanwhile
        self._stops_asked = 0

    def run(self) -> None:
        """Start all, tell when all are ready, keep them running; returns once all have ended.

        Raises DidNotStart (all stopped again) where one does not come up.
        """
        self._listen_for_signals()
        try:
            for run in self._runs:
                run.start()
            self._await_ready()
            if not self._stops_asked:
                self._when_ready()
            while not self._stops_asked:
                for run in self._runs:
                    run.revive()
                self._meanwhile()
                time.sleep(STEP_SECONDS)
        finally:
            self._stop()

    def _listen_for_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._on_signal)
        if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as nohup has it
            signal.signal(signal.SIGHUP, self._on_signal)
        if "MAKELEVEL" in os.environ:
            # Started by make, which tells nobody when it is killed.
            _end_with(os.getppid())

    def _on_signal(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self._stops_asked += 1

    def _await_ready(self) -> None:
        deadline = time.monotonic() + START_SECONDS_MAX
        waiting = list(self._runs)
        while waiting and not self._stops_asked:
            for run in waiting:
                if run.has_ended():
                    raise DidNotStart(f"{run.child.name} ended while starting")
            waiting = [run for run in waiting if not run.child.ready()]
            if waiting and time.monotonic() > deadline:
                raise DidNotStart(f"{waiting[0].child.name} is not ready")
            time.sleep(STEP_SECONDS if waiting else 0)

    def _stop(self) -> None:
        """Ask all to end, and kill what has not after a while or at a second Ctrl-C."""
        asked_before = self._stops_asked
        for run in self._runs:
            run.ask_to_end()
        deadline = time.monotonic() + STOP_SECONDS_MAX
        while not all(run.has_ended() for run in self._runs):
            if time.monotonic() > deadline or self._stops_asked > max(asked_before, 1):
                break
            time.sleep(STEP_SECONDS / 2)
        for run in self._runs:
            run.kill()


class _Run:
    """One child, and how often it had to be started again."""

    def __init__(self, child: Child) -> None:
        self.child = child
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._start_again_at: float | None = None
        self._failures = 0

    def start(self) -> None:
        parent = os.getpid()
        self._started_at = time.monotonic()
        self._start_again_at = None
        self._process = subprocess.Popen(
            self.child.argv,
            env={**os.environ, **self.child.env},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            # Safe here: the parent has no threads.
            preexec_fn=lambda: _end_with(parent),  # noqa: PLW1509
        )

    def has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None

    def revive(self) -> None:
        """Start an ended child again, each time after a longer pause."""
        if self._process is None or not self.has_ended():
            return
        if self._start_again_at is None:
            self.kill()
            if time.monotonic() - self._started_at > STEADY_SECONDS:
                self._failures = 0
            pause = min(0.5 * 2**self._failures, BACK_OFF_SECONDS_MAX)
            self._failures += 1
            self._start_again_at = time.monotonic() + pause
            status = self._process.returncode
            _log.error("child ended", child=self.child.name, status=status, again_in_s=pause)
        elif time.monotonic() >= self._start_again_at:
            self.start()

    def ask_to_end(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def kill(self) -> None:
        """Kill the child and whatever it has left behind in its session."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


def _end_with(parent: int) -> None:
    """Ask the kernel for SIGTERM when the parent dies, and go at once if it has died already."""
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


def python(*arguments: str) -> list[str]:
    """The command line of a module of ours under this very Python: `python("-m", "kumiai.cli")`."""
    return [sys.executable, *arguments]
