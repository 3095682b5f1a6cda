"""The process that runs an embedded PostgreSQL for as long as somebody uses it.

    python -m kumiai.kit.postgres_keeper FOLDER

It restarts a server that died, and stops it once the exclusive lock on FOLDER/in-use is free.
Should the keeper itself be killed, the kernel tells the server to stop, and `serve` notices that
FOLDER/kept is free and starts another keeper.
"""

import ctypes
import fcntl
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from kumiai.kit import embedded_postgres, postgres_user

_PR_SET_PDEATHSIG = 1
_RESTARTS_MAX = 20
_STARTED_SECONDS = 1.0
_libc = ctypes.CDLL(None, use_errno=True)


def main() -> int:
    """Run the server of the folder named on the command line until nobody uses it."""
    keeper = Keeper(embedded_postgres.Server(Path(sys.argv[1])))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: keeper.stop())
    return keeper.run()


class Keeper:
    """Runs one server; a thread waits for the moment nobody uses it."""

    def __init__(self, server: embedded_postgres.Server) -> None:
        self._server = server
        self._is_stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None

    def run(self) -> int:
        """Keep the server running until it is to stop; returns an exit status."""
        threading.Thread(target=self._wait_until_unused, daemon=True).start()
        is_first, failures = True, 0
        while failures < _RESTARTS_MAX:
            _forget_reused_pid(self._server.cluster / "postmaster.pid")
            started = time.monotonic()
            status = self._run_once()
            if self._is_stopping.is_set():
                return 0
            if time.monotonic() - started > _STARTED_SECONDS:
                # It had come up. What ended it is no reason to lose patience with its successor.
                failures = 0
            elif is_first and not self._lock_is_stale():
                return status
            self._is_stopping.wait(min(0.2 * 2**failures, 5.0))
            is_first, failures = False, failures + 1
        return 1

    def stop(self) -> None:
        """Ask the server for a fast shutdown; `run` returns once it is down."""
        self._is_stopping.set()
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)

    def _run_once(self) -> int:
        self._process = subprocess.Popen(
            self._command(),
            stdin=subprocess.DEVNULL,
            cwd="/",
            env=postgres_user.environment(),
            # Safe here: the only other thread sits in flock and holds nothing.
            preexec_fn=_stop_with_parent,  # noqa: PLW1509
            **postgres_user.identity(),
        )
        if self._is_stopping.is_set():
            self.stop()
        return self._process.wait()

    def _command(self) -> list[str]:
        server = self._server
        return [
            *(str(embedded_postgres.binary("postgres")), "-D", str(server.cluster)),
            *("-k", str(server.socket_folder()), "-p", str(embedded_postgres.PORT)),
            *("-c", "listen_addresses=", "-c", "unix_socket_permissions=0700"),
        ]

    def _lock_is_stale(self) -> bool:
        """A server killed a moment ago may still hold its shared memory: worth another try."""
        return (self._server.cluster / "postmaster.pid").exists()

    def _wait_until_unused(self) -> None:
        descriptor = os.open(self._server.folder / "in-use", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        self.stop()


def _forget_reused_pid(pid_file: Path) -> None:
    """After a crash the number in the file may be another program's by now."""
    try:
        pid = int(pid_file.read_text().split("\n", 1)[0])
        if Path(f"/proc/{pid}/comm").read_text().strip() != "postgres":
            pid_file.unlink()
    except (OSError, ValueError):
        return


def _stop_with_parent() -> None:
    """Ask for a fast shutdown when the keeper dies, and take signals as usual again."""
    for usual in (signal.SIGINT, signal.SIGHUP, signal.SIGTERM):
        signal.signal(usual, signal.SIG_DFL)
    _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


if __name__ == "__main__":
    sys.exit(main())
