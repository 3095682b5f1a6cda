"""The command itself, started for real on a database of its own, as an operator would."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests import installation as installations
from tests import ports
from tests.installation import FAREWELL_SECONDS, WAIT_SECONDS, Installation, wait_until


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    """One that has been migrated."""
    with installations.migrated() as made:
        yield made


@pytest.fixture(scope="module")
def bare_installation() -> Iterator[Installation]:
    """One with a database without tables."""
    with installations.new() as made:
        assert made.command("serve").returncode == 1
        yield made


class TestServe:
    def test_answers_until_ctrl_c_and_leaves_nothing_running(
        self, installation: Installation
    ) -> None:
        with installation.serving() as process:
            assert installation.status(installation.pages_port) is not None
            assert installation.status(installation.tills_port) is not None
            started = time.monotonic()
            os.killpg(process.pid, signal.SIGINT)
            assert process.wait(timeout=FAREWELL_SECONDS) == 0
            assert time.monotonic() - started < FAREWELL_SECONDS
            assert installation.processes() == {}

    def test_stops_at_sigterm_too(self, installation: Installation) -> None:
        with installation.serving() as process:
            process.terminate()
            assert process.wait(timeout=FAREWELL_SECONDS) == 0
            assert installation.processes() == {}

    def test_leaves_nothing_running_when_killed(self, installation: Installation) -> None:
        with installation.serving() as process:
            assert len(installation.processes()) > 5
            process.kill()
            process.wait()
            wait_until(lambda: not installation.processes(), seconds=FAREWELL_SECONDS)

    def test_starts_a_killed_server_again(self, installation: Installation) -> None:
        with installation.serving():
            pages = min(installation.serving_only("pages"))
            os.killpg(os.getpgid(pages), signal.SIGKILL)
            wait_until(lambda: installation.status(installation.pages_port) is None)
            wait_until(lambda: installation.status(installation.pages_port) is not None)

    def test_shares_its_database_with_other_commands(self, installation: Installation) -> None:
        with installation.serving():
            done = installation.command("migrate")
            assert done.returncode == 0, done.stderr
            assert "No migrations to apply" in done.stdout
            assert installation.status(installation.pages_port) is not None


class TestRefusal:
    def test_of_a_port_in_use_says_which_setting(self, installation: Installation) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", installation.tills_port))
            taken.listen()
            done = installation.command("serve")
        assert done.returncode == 1
        assert "他のプログラムが使っています" in done.stderr
        assert "is in use by another program" in done.stderr
        assert "KUMIAI_TILLS_PORT" in done.stderr
        assert "Traceback" not in done.stderr

    def test_of_a_database_without_tables_names_the_command(
        self, bare_installation: Installation
    ) -> None:
        done = bare_installation.command("serve")
        assert done.returncode == 1
        assert "kumiai migrate" in done.stderr
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize("name", ["fsync", "full_page_writes", "synchronous_commit"])
    def test_of_a_database_that_could_lose_a_payment(
        self, bare_installation: Installation, name: str
    ) -> None:
        tuned = bare_installation.data / "postgres" / "cluster" / "postgresql.auto.conf"
        tuned.write_text(f"{name} = off\n")
        try:
            done = bare_installation.command("migrate")
        finally:
            tuned.write_text("")
        assert done.returncode == 1
        assert f"設定 {name} がoff" in done.stderr
        assert f"has {name} off" in done.stderr

    def test_of_a_setting_that_cannot_be_read(
        self, bare_installation: Installation, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        odd = Installation(bare_installation.data, 70_000, *ports.free(1))
        done = odd.command("serve")
        assert done.returncode == 1
        assert "Traceback" not in done.stderr

    def test_of_a_database_that_is_not_there(self, bare_installation: Installation) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "kumiai.cli", "migrate"],
            env=bare_installation.environment() | {"DATABASE_URL": "postgresql://127.0.0.1:1/none"},
            capture_output=True,
            text=True,
            timeout=WAIT_SECONDS,
            check=False,
        )
        assert done.returncode == 1
        assert "DATABASE_URL" in done.stderr
        assert "Traceback" not in done.stderr
