"""A worker in a process of its own, to be killed."""

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator

from django.conf import settings

from tests.databases import FreshDatabase


@contextlib.contextmanager
def working(database: FreshDatabase) -> Iterator["subprocess.Popen[bytes]"]:
    """As `kumiai serve` runs one; killed in the end."""
    with tempfile.TemporaryDirectory(prefix="kumiai-worker-") as data:
        process = subprocess.Popen(
            [sys.executable, "-m", "kumiai.cli", "serve", "--only", "worker"],
            env=os.environ
            | {
                "DATABASE_URL": database.url,
                "KUMIAI_DATA": data,
                "KUMIAI_SECRET_KEY": settings.SECRET_KEY,
            },
            stdin=subprocess.DEVNULL,
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()
