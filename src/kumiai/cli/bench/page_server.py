"""The page server of a bench: started as `serve` does, and what it takes of the memory."""

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from kumiai.cli import refusal, serve_pages
from kumiai.cli.bench.measures import COOP_ID

START_SECONDS_MAX = 60
LOOK_EVERY_SECONDS = 0.5
PROCESSES = Path("/proc")
START = "import sys; from kumiai.cli import serve_pages; serve_pages.run(application=sys.argv[1])"


@dataclass(slots=True)
class Memory:
    """Of all processes of the page server together, in MiB; 0 where the system does not tell."""

    pid: int
    before_mib: float = 0.0
    max_mib: float = 0.0
    _done: threading.Event = field(default_factory=threading.Event)

    @contextlib.contextmanager
    def watched(self) -> Iterator[None]:
        """Look again and again while something goes on."""
        self.before_mib = self.max_mib = taken_mib(self.pid)
        watcher = threading.Thread(target=self._watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            self._done.set()
            watcher.join()

    def _watch(self) -> None:
        while not self._done.wait(LOOK_EVERY_SECONDS):
            self.max_mib = max(self.max_mib, taken_mib(self.pid))


@contextlib.contextmanager
def running(url: str, *, application: str = serve_pages.APPLICATION) -> Iterator[tuple[str, int]]:
    """The pages on a free loopback port, as `serve` starts them: address and process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = os.environ | {
        "DATABASE_URL": url,
        "KUMIAI_HOST": "127.0.0.1",
        "KUMIAI_PAGES_PORT": str(port),
        "KUMIAI_PAGES_URL": "",
        "KUMIAI_COOP": str(COOP_ID),
        # A line for each that is told to wait would be measured too.
        "KUMIAI_LOG_LEVEL": "CRITICAL",
    }
    command = [sys.executable, "-c", START, application]
    process = subprocess.Popen(command, env=environ)
    try:
        _await(port, process)
        yield f"127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait(timeout=START_SECONDS_MAX)


def taken_mib(pid: int) -> float:
    """What a process and all below it take, memory they share counted once."""
    return sum(_proportional_kib(each) for each in _family(pid)) / 1024


def _family(pid: int) -> Iterator[int]:
    yield pid
    with contextlib.suppress(OSError):
        for task in (PROCESSES / str(pid) / "task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _family(int(child))


def _proportional_kib(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in (PROCESSES / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def _await(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < deadline and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/icon.svg")
            connection.getresponse().read()
        except (OSError, HTTPException):
            time.sleep(0.1)
        else:
            return
        finally:
            connection.close()
    raise refusal.Refused("ページのサーバーが起動しません。", "The page server does not start.")
