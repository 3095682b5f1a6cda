"""The command itself, started for real on a database of its own, as an operator would."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

WAIT_SECONDS = 60.0
FAREWELL_SECONDS = 10.0


@dataclass(frozen=True)
class Installation:
    """A data folder, two free ports, and the processes that belong to them."""

    data: Path
    pages_port: int
    tills_port: int

    def environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if name != "DATABASE_URL" and not name.startswith("KUMIAI_")
        }
        return kept | {
            "KUMIAI_DATA": str(self.data),
            "KUMIAI_PAGES_PORT": str(self.pages_port),
            "KUMIAI_TILLS_PORT": str(self.tills_port),
        }

    def command(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run `kumiai …` to its end."""
        return subprocess.run(
            [sys.executable, "-m", "kumiai.cli", *arguments],
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=WAIT_SECONDS,
            check=False,
        )

    @contextlib.contextmanager
    def serving(self) -> Iterator["subprocess.Popen[bytes]"]:
        """`kumiai serve`, once it says that it serves; killed at the end if it still runs."""
        log = self.data / "serve.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", "kumiai.cli", "serve"],
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            wait_until(lambda: b"Ctrl-C" in log.read_bytes() or process.poll() is not None)
            assert process.poll() is None, log.read_text("utf-8")
            yield process
        finally:
            process.kill()
            process.wait()

    def processes(self) -> dict[int, str]:
        """Everything running that was started for this data folder, by process id."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                command = (folder / "cmdline").read_bytes()
                if str(self.data).encode() in command + (folder / "environ").read_bytes():
                    found[int(folder.name)] = command.replace(b"\0", b" ").decode()
        return found

    def status(self, port: int, path: str = "/") -> int | None:
        """The status of an answer, or None where nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return None
        finally:
            connection.close()


def wait_until(holds: Callable[[], bool], *, seconds: float = WAIT_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def new_installation() -> Iterator[Installation]:
    data = Path(tempfile.mkdtemp(prefix="kumiai-serve-", dir="/tmp"))
    installation = Installation(data, free_port(), free_port())
    try:
        yield installation
    finally:
        wait_until(lambda: not installation.processes(), seconds=FAREWELL_SECONDS)
        shutil.rmtree(data)


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    """One that has been migrated."""
    with new_installation() as made:
        done = made.command("migrate", "--verbosity", "0")
        assert done.returncode == 0, done.stderr
        yield made


@pytest.fixture(scope="module")
def bare_installation() -> Iterator[Installation]:
    """One with a database without tables."""
    with new_installation() as made:
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
            pages = next(
                pid
                for pid, command in installation.processes().items()
                if command.rstrip().endswith("--only pages")
            )
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
        odd = Installation(bare_installation.data, 70_000, free_port())
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
