"""What a bench runs on: a database of its own on the installation's server, and a till server."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib import request
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from kumiai.cli import database, refusal
from kumiai.kit import environment

START_SECONDS_MAX = 20
# The last server may be up a moment after the first answers for both.
SETTLE_SECONDS = 2


@dataclass(frozen=True, slots=True)
class TillServers:
    """Till servers that share a port."""

    address: str
    process_ids: Sequence[int]

    def memory_mib(self) -> float | None:
        """The largest resident set that one of them has had, in MiB; None where Linux is not."""
        sizes = []
        for pid in self.process_ids:
            try:
                status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
            except OSError:
                return None
            found = re.search(r"^VmHWM:\s+(\d+) kB", status, re.MULTILINE)
            sizes.append(int(found[1]) / 1024 if found else 0.0)
        return max(sizes)


@contextlib.contextmanager
def own_database() -> Iterator[str]:
    """A new database on the server, dropped afterwards; this process works on it meanwhile."""
    with database.running() as url:
        name = f"kumiai_bench_{os.getpid()}"
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        own = _with_database(url, name)
        outer = os.environ.get("DATABASE_URL")
        os.environ["DATABASE_URL"] = own
        try:
            yield own
        finally:
            _disconnect()
            _drop(url, name)
            os.environ.pop("DATABASE_URL")
            if outer is not None:
                os.environ["DATABASE_URL"] = outer


def _drop(url: str, name: str) -> None:
    """Drop a database once nobody of ours is on it; forced, it would be refused for autovacuum."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND usename = current_user",
            [name],
        )
        connection.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))


def settle(url: str) -> None:
    """Let what was loaded come to rest, so that it is not measured.

    After a checkpoint the files of the log are written again, as on a server that has run for a
    while; until then a new one has to be filled for every 16 MiB.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        with contextlib.suppress(psycopg.errors.InsufficientPrivilege):
            connection.execute("CHECKPOINT")


@contextlib.contextmanager
def till_servers(url: str) -> Iterator[TillServers]:
    """The till API as `serve` runs it, on a free loopback port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = os.environ | {"DATABASE_URL": url, "KUMIAI_TILLS_PORT": str(port)}
    environ["KUMIAI_HOST"] = "127.0.0.1"
    command = [sys.executable, "-m", "kumiai.cli", "serve", "--only", "tills"]
    processes = [
        subprocess.Popen(command, env=environ) for _ in range(environment.TILLS_PROCESSES())
    ]
    try:
        address = f"http://127.0.0.1:{port}"
        for process in processes:
            _await(address, process)
        time.sleep(SETTLE_SECONDS)
        yield TillServers(address, [process.pid for process in processes])
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(timeout=START_SECONDS_MAX)


def _await(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS_MAX
    while time.monotonic() < deadline and process.poll() is None:
        try:
            request.urlopen(f"{address}/v1/status", timeout=2)  # noqa: S310 - our own server
        except request.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise refusal.Refused("レジAPIが起動しません。", "The till API does not start.")


def _with_database(url: str, name: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{name}"))


def _disconnect() -> None:
    from django.db import connections

    connections.close_all()
