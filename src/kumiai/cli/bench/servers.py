"""What a bench runs on: a database of its own on the installation's server, and a till server."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib import request
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from kumiai.cli import database, refusal

START_SECONDS_MAX = 20


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
            with psycopg.connect(url, autocommit=True) as connection:
                drop = sql.SQL("DROP DATABASE {} WITH (FORCE)")
                connection.execute(drop.format(sql.Identifier(name)))
            os.environ.pop("DATABASE_URL")
            if outer is not None:
                os.environ["DATABASE_URL"] = outer


def settle(url: str) -> None:
    """Let what was loaded come to rest, so that it is not measured."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


@contextlib.contextmanager
def till_server(url: str) -> Iterator[str]:
    """A till server on a free loopback port; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"DATABASE_URL": url, "KUMIAI_TILLS_PORT": str(port)}
    environment["KUMIAI_HOST"] = "127.0.0.1"
    code = "from kumiai.cli import serve_tills; serve_tills.run()"
    process = subprocess.Popen([sys.executable, "-c", code], env=environment)
    try:
        address = f"http://127.0.0.1:{port}"
        _await(address, process)
        yield address
    finally:
        process.terminate()
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
