"""The ledger and the schema on the oldest PostgreSQL we promise, where Debian has put it."""

import os
import subprocess
import sys

from tests import cluster

CHOSEN = ["tests/ledger", "tests/house/test_schema.py", "tests/test_databases.py"]


def run_on(binaries: str) -> subprocess.CompletedProcess[str]:
    """Run the chosen tests anew, in a process that has heard nothing of this one."""
    ours = ("PYTEST_", "KUMIAI_", "DJANGO_", "DATABASE_URL")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    there = [path for path in CHOSEN if (cluster.REPOSITORY / path).exists()]
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", *there],
        cwd=cluster.REPOSITORY,
        env=clean | {"KUMIAI_TEST_POSTGRES": binaries},
        capture_output=True,
        check=False,
        text=True,
    )


if cluster.DEBIAN_15.exists():

    def test_ledger_and_schema_stand_on_postgresql_15() -> None:
        done = run_on(str(cluster.DEBIAN_15))
        assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
