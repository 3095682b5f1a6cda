"""A real server each: it must come up, stand crashes, be shared, and leave nothing running."""

import fcntl
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from kumiai.kit import embedded_postgres

WAIT_SECONDS = 30.0

USE_UNTIL_KILLED = """
import pathlib, sys, time
from kumiai.kit import embedded_postgres
embedded_postgres.Server(pathlib.Path(sys.argv[1])).start()
print("up", flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="module")
def cluster_to_copy() -> Iterator[Path]:
    """A server folder that is made and down."""
    folder = Path(tempfile.mkdtemp(prefix="kumiai-pg-", dir="/tmp"))
    server = embedded_postgres.Server(folder / "postgres")
    server.start()
    server.stop()
    yield server.folder
    shutil.rmtree(folder)


@pytest.fixture
def folder(cluster_to_copy: Path) -> Iterator[Path]:
    """A made server's folder of a test's own."""
    parent = Path(tempfile.mkdtemp(prefix="kumiai-pg-", dir="/tmp"))
    # cp keeps the owner, which copytree does not.
    subprocess.run(["cp", "-a", str(cluster_to_copy), str(parent / "postgres")], check=True)
    yield parent / "postgres"
    shutil.rmtree(parent)


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not holds():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def setting(url: str, name: str) -> str:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT current_setting(%s)", [name]).fetchone()
    assert row
    return str(row[0])


def write(url: str, statement: str) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(statement)


def other_user(folder: Path) -> "subprocess.Popen[str]":
    """Another process that uses the server of this folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", USE_UNTIL_KILLED, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    assert process.stdout.readline() == "up\n"
    return process


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def end(process: "subprocess.Popen[str]", number: signal.Signals = signal.SIGKILL) -> None:
    process.send_signal(number)
    process.communicate(timeout=WAIT_SECONDS)


class TestStart:
    def test_gives_a_server_that_keeps_what_it_says(self, folder: Path) -> None:
        server = embedded_postgres.Server(folder)
        url = server.start()
        try:
            for name in ("fsync", "full_page_writes", "synchronous_commit", "data_checksums"):
                assert setting(url, name) == "on", name
            assert setting(url, "server_encoding") == "UTF8"
            assert setting(url, "timezone") == "UTC"
            assert setting(url, "listen_addresses") == ""
            assert setting(url, "is_superuser") == "off"
        finally:
            server.stop()
        assert server.postmaster_pid() is None

    def test_changes_nothing_the_second_time(self, folder: Path) -> None:
        server = embedded_postgres.Server(folder)
        server.start()
        pid = server.postmaster_pid()
        assert server.start() == server.url()
        assert server.postmaster_pid() == pid
        server.stop()

    def test_finds_a_short_way_where_the_path_is_long(self) -> None:
        with tempfile.TemporaryDirectory(prefix="kumiai-pg-", dir="/tmp") as parent:
            server = embedded_postgres.Server(Path(parent) / ("組合" * 20) / "postgres")
            assert len(os.fsencode(server.socket_folder())) < 90
            try:
                assert setting(server.start(), "fsync") == "on"
            finally:
                server.stop()
                shutil.rmtree(server.socket_folder())

    def test_says_what_the_log_says(self, folder: Path) -> None:
        (folder / "cluster" / "postgresql.conf").write_text("shared_buffers = 'plenty'\n")
        server = embedded_postgres.Server(folder)
        with pytest.raises(embedded_postgres.CannotStart, match="plenty"):
            server.start()

    def test_makes_a_cluster_again_that_was_half_made(self, tmp_path: Path) -> None:
        with tempfile.TemporaryDirectory(prefix="kumiai-pg-", dir="/tmp") as parent:
            folder = Path(parent) / "postgres"
            (folder / "making" / "base").mkdir(parents=True)
            server = embedded_postgres.Server(folder)
            server.start()
            server.stop()
            assert not (folder / "making").exists()


class TestSharing:
    def test_joins_the_running_server_and_leaves_it_running(self, folder: Path) -> None:
        other = other_user(folder)
        server = embedded_postgres.Server(folder)
        pid = server.postmaster_pid()
        server.start()
        assert server.postmaster_pid() == pid
        server.stop()
        assert server.is_answering()
        end(other)
        wait_until(lambda: server.postmaster_pid() is None)

    def test_outlives_the_one_who_started_it(self, folder: Path) -> None:
        starter = other_user(folder)
        server = embedded_postgres.Server(folder)
        url = server.start()
        end(starter)
        time.sleep(0.3)
        write(url, "CREATE TABLE still_here ()")
        server.stop()
        assert server.postmaster_pid() is None

    def test_stops_when_its_last_user_is_killed(self, folder: Path) -> None:
        other = other_user(folder)
        server = embedded_postgres.Server(folder)
        assert server.postmaster_pid()
        end(other)
        wait_until(lambda: server.postmaster_pid() is None)


class TestCrash:
    def test_of_the_server_is_mended_and_loses_nothing(self, folder: Path) -> None:
        server = embedded_postgres.Server(folder)
        url = server.start()
        write(url, "CREATE TABLE kept AS SELECT 1 AS one")
        pid = server.postmaster_pid()
        assert pid
        os.kill(pid, signal.SIGKILL)
        wait_until(lambda: server.postmaster_pid() not in (None, pid) and server.is_answering())
        write(url, "INSERT INTO kept SELECT one FROM kept")
        server.stop()
        assert server.postmaster_pid() is None

    def test_is_mended_as_soon_every_time(self, folder: Path) -> None:
        """However often it happens, as long as the server had come up in between."""
        server = embedded_postgres.Server(folder)
        server.start()
        took = []
        for _ in range(5):
            pid = server.postmaster_pid()
            assert pid
            time.sleep(1.2)
            os.kill(pid, signal.SIGKILL)
            died = time.monotonic()
            wait_until(lambda: server.postmaster_pid() not in (None, pid) and server.is_answering())  # noqa: B023
            took.append(time.monotonic() - died)
        # A keeper that grew more patient each time would wait three seconds longer by now.
        assert took[-1] < took[0] + 2.5
        server.stop()

    def test_of_the_keeper_is_mended_by_who_asks_for_it(self, folder: Path) -> None:
        server = embedded_postgres.Server(folder)
        url = server.start()
        write(url, "CREATE TABLE kept AS SELECT 1 AS one")
        pid = server.postmaster_pid()
        assert pid
        server.mend()
        assert server.postmaster_pid() == pid
        os.kill(parent_of(pid), signal.SIGKILL)
        wait_until(lambda: server.postmaster_pid() is None)
        embedded_postgres.Server(folder).mend()
        wait_until(server.is_answering)
        write(url, "INSERT INTO kept SELECT one FROM kept")
        server.stop()
        assert server.postmaster_pid() is None

    def test_of_everything_leaves_a_folder_that_starts(self, folder: Path) -> None:
        other = other_user(folder)
        server = embedded_postgres.Server(folder)
        pid = server.postmaster_pid()
        assert pid
        for victim in (parent_of(pid), pid):
            os.kill(victim, signal.SIGKILL)
        end(other)
        server.start()
        assert server.postmaster_pid() not in (None, pid)
        server.stop()

    def test_of_a_keeper_that_is_still_dying_is_waited_for(self, folder: Path) -> None:
        """A killed process keeps its locks for a moment longer than the kill takes."""
        dying = os.open(folder / "kept", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(dying, fcntl.LOCK_EX)
        threading.Timer(0.5, os.close, [dying]).start()
        server = embedded_postgres.Server(folder)
        server.start()
        assert server.is_answering()
        server.stop()

    def test_is_got_over_though_the_old_number_is_taken(self, folder: Path) -> None:
        lock = folder / "cluster" / "postmaster.pid"
        lock.write_text(f"{os.getpid()}\n{folder / 'cluster'}\n1\n5432\n\n\n")
        server = embedded_postgres.Server(folder)
        server.start()
        server.stop()
        assert server.postmaster_pid() is None
