"""A demo of its own: an empty data folder, free ports, gone when the block ends."""

import contextlib
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import installation

LOADED_SECONDS_MAX = 600.0
STOP_SECONDS_MAX = 30.0


@dataclass(frozen=True)
class Demo:
    """Where it answers, and what `demo.json` says of who can log in."""

    url: str
    manifest: dict[str, Any]

    def credentials(self, who: str) -> tuple[str, str]:
        """Login ID and password of one of those the manifest names."""
        login = self.manifest[who]
        return login["login_id"], login["password"]


@contextlib.contextmanager
def running() -> Iterator[Demo]:
    """Once it has made up its co-ops, which takes half a minute, and serves them."""
    with installation.new() as made, (made.data / "demo.log").open("w+b") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "kumiai.cli", "demo"],
            env=made.environment(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            installation.wait_until(
                lambda: process.poll() is not None or b"Ctrl-C" in Path(log.name).read_bytes(),
                seconds=LOADED_SECONDS_MAX,
            )
            assert process.poll() is None, Path(log.name).read_text("utf-8")
            manifest = json.loads((made.data / "demo.json").read_text("utf-8"))
            yield Demo(f"http://127.0.0.1:{made.pages_port}", manifest)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(STOP_SECONDS_MAX)
