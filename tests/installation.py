"""An installation of a test's own: data folder, free ports, and the command as operators use it."""

import contextlib
import http.client
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests import ports

WAIT_SECONDS = 180.0
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

    @property
    def log(self) -> Path:
        """What the latest `kumiai serve` says."""
        return self.data / "serve.log"

    @contextlib.contextmanager
    def serving(self) -> Iterator["subprocess.Popen[bytes]"]:
        """`kumiai serve`, once it says that it serves; killed at the end if it still runs.

        Then its servers are waited for, so that whoever comes next finds the ports free.
        """
        process = self.serve()
        try:
            wait_until(lambda: self.serves() or process.poll() is not None)
            assert process.poll() is None, self.log.read_text("utf-8")
            yield process
        finally:
            process.kill()
            process.wait()
            wait_until(lambda: not self.processes(), seconds=FAREWELL_SECONDS)

    def serve(self) -> "subprocess.Popen[bytes]":
        """`kumiai serve`, just started."""
        with self.log.open("wb") as output:
            return subprocess.Popen(
                [sys.executable, "-m", "kumiai.cli", "serve"],
                env=self.environment(),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def serves(self) -> bool:
        """Whether the latest `kumiai serve` has said that everything answers."""
        return b"Ctrl-C" in self.log.read_bytes()

    def processes(self) -> dict[int, str]:
        """Everything running that was started for this data folder, by process id."""
        found = {}
        for folder in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                command = (folder / "cmdline").read_bytes()
                if str(self.data).encode() in command + (folder / "environ").read_bytes():
                    found[int(folder.name)] = command.replace(b"\0", b" ").decode()
        return found

    def serving_only(self, name: str) -> set[int]:
        """The process ids of the `pages`, `tills` or `worker` servers."""
        ending = f"--only {name}"
        return {pid for pid, said in self.processes().items() if said.rstrip().endswith(ending)}

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


@contextlib.contextmanager
def new() -> Iterator[Installation]:
    """An empty data folder and free ports; at the end nothing of it may run any more."""
    data = Path(tempfile.mkdtemp(prefix="kumiai-serve-", dir="/tmp"))
    installation = Installation(data, *ports.free(2))
    try:
        yield installation
    finally:
        wait_until(lambda: not installation.processes(), seconds=FAREWELL_SECONDS)
        shutil.rmtree(data)


@contextlib.contextmanager
def migrated() -> Iterator[Installation]:
    """One whose database has its tables."""
    with new() as made:
        done = made.command("migrate", "--verbosity", "0")
        assert done.returncode == 0, done.stderr
        yield made


def wait_until(holds: Callable[[], bool], *, seconds: float = WAIT_SECONDS) -> None:
    """Fails where it does not come to hold in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.05)
