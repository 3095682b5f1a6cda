"""The PostgreSQL all tests share: started by the first run that needs it, stopped after the last.

Each run holds a shared lock on `users.lock`; a watcher process waits for the exclusive one, which
it gets when the last run has ended (however it ended), and stops the server. The data folder stays
in the temporary folder, so that a migrated template database is made once per state of the
migrations and not once per run.
"""

import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql

from kumiai.kit import embedded_postgres, postgres_user

REPOSITORY = Path(__file__).resolve().parent.parent
DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
# Commits wait for the disk as they do in production: the servers refuse to start otherwise.
SERVER_SETTINGS = {
    "listen_addresses": "",
    "max_connections": "300",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "timezone": "UTC",
}


class Cluster:
    """One data folder of one PostgreSQL; `binaries` is the folder with initdb and pg_ctl."""

    def __init__(self, *, binaries: Path) -> None:
        self.binaries = binaries
        named_by = repr((str(REPOSITORY), str(binaries), sorted(SERVER_SETTINGS.items())))
        digest = hashlib.sha256(named_by.encode()).hexdigest()[:10]
        self.folder = Path(tempfile.gettempdir()) / f"kumiai-tests-{os.getuid()}-{digest}"
        self.data = self.folder / "data"
        self._use: IO[bytes] | None = None

    def url(self, database: str, *, role: str = "kumiai") -> str:
        """The address of a database of this cluster, the same whether or not it is running."""
        return f"postgresql://{role}@/{database}?host={self.folder}"

    def enter(self) -> None:
        """Start the server if nobody has, and keep it until this process ends."""
        if self._use is not None:
            return
        self.folder.mkdir(mode=0o700, exist_ok=True)
        with self._locked("start.lock"):
            self._send_watcher()
            if not self._is_running():
                self._start()
            use = (self.folder / "users.lock").open("wb")
            fcntl.flock(use, fcntl.LOCK_SH)
            self._use = use

    def watch(self) -> None:
        """Wait until nobody uses the server any more, then stop it; one watcher is enough."""
        users = (self.folder / "users.lock").open("wb")
        watcher = (self.folder / "watcher.lock").open("wb")
        with users, watcher:
            while _try_lock(watcher):
                fcntl.flock(users, fcntl.LOCK_EX)
                fcntl.flock(users, fcntl.LOCK_UN)
                with self._locked("start.lock"):
                    if _try_lock(users):  # else somebody came in between
                        self._pg_ctl("stop", "-m", "fast", check=False)
                        fcntl.flock(watcher, fcntl.LOCK_UN)
                        return

    def administer(self) -> psycopg.Connection[tuple[Any, ...]]:
        """A connection outside every test database, to make and drop them."""
        return psycopg.connect(self.url("postgres"), autocommit=True)

    def create(self, database: str, *, template: str) -> None:
        with self.administer() as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(database), sql.Identifier(template)
                )
            )

    def drop(self, database: str) -> None:
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        # Only a superuser may end whoever is on it still: another superuser, or autovacuum.
        with psycopg.connect(self.url("postgres", role="postgres"), autocommit=True) as owner:
            owner.execute(statement.format(sql.Identifier(database)))

    def _start(self) -> None:
        embedded_postgres.let_programs_run()
        if not (self.data / "PG_VERSION").exists():
            self._initialise()
        options = " ".join(f"-c {name}={value!r}" for name, value in SERVER_SETTINGS.items())
        log = self.folder / "server.log"
        self._pg_ctl("start", "-l", str(log), "-o", f"-k {self.folder} {options}")
        with psycopg.connect(self.url("postgres", role="postgres"), autocommit=True) as owner:
            known = owner.execute("SELECT FROM pg_roles WHERE rolname = 'kumiai'")
            if known.fetchone() is None:
                owner.execute("CREATE ROLE kumiai LOGIN CREATEDB")
        self._drop_leftovers()

    def _send_watcher(self) -> None:
        subprocess.Popen(
            [sys.executable, "-m", "tests.cluster", str(self.binaries)],
            cwd=REPOSITORY,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ).returncode = 0  # it outlives this process on purpose

    def _initialise(self) -> None:
        os.chown(self.folder, postgres_user.uid(), postgres_user.gid())
        self._run(
            *("initdb", "-D", str(self.data), "-U", "postgres", "--auth=trust"),
            *("--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
        )

    def _drop_leftovers(self) -> None:
        """What killed runs left behind; templates go too when they are not of today's code."""
        with self.administer() as connection:
            names = connection.execute(
                "SELECT datname FROM pg_database"
                " WHERE split_part(datname, '_', 1) IN ('test', 'making', 'migrated')"
                " AND datname <> %s",
                [template_name()],
            ).fetchall()
        for (name,) in names:
            self.drop(name)

    def _is_running(self) -> bool:
        return self.data.exists() and self._pg_ctl("status", check=False) == 0

    def _pg_ctl(self, verb: str, *options: str, check: bool = True) -> int:
        return self._run("pg_ctl", verb, "-w", "-D", str(self.data), *options, check=check)

    def _run(self, program: str, *options: str, check: bool = True) -> int:
        with (self.folder / "tools.log").open("ab") as log:
            done = subprocess.run(
                [str(self.binaries / program), *options],
                cwd=self.folder,
                env=postgres_user.environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                check=False,
                **postgres_user.identity(),
            )
        if check and done.returncode:
            raise RuntimeError(f"{program} failed, see {self.folder}/tools.log and server.log")
        return done.returncode

    @contextlib.contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        with (self.folder / name).open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _try_lock(lock: IO[bytes]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def template_name() -> str:
    """Names the state of the schema: the same migrations and SQL, the same template."""
    source = REPOSITORY / "src" / "kumiai"
    digest = hashlib.sha256()
    for path in sorted([*source.rglob("migrations/*.py"), *source.rglob("*.sql")]):
        digest.update(str(path.relative_to(source)).encode() + b"\0" + path.read_bytes() + b"\0")
    return f"migrated_{digest.hexdigest()[:16]}"


if __name__ == "__main__":
    Cluster(binaries=Path(sys.argv[1])).watch()
