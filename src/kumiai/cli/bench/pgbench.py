"""The yardstick: PostgreSQL's own pgbench, TPC-B, on the same server."""

import contextlib
import re
import shutil
import subprocess

import psycopg

from kumiai.cli import refusal
from kumiai.kit import embedded_postgres

SCALE = 50
CLIENTS = 64


def tpc_b(url: str, *, seconds: int) -> float:
    """Transactions per second at 64 clients, prepared, scale 50."""
    program = _program()
    _run([program, "--initialize", "--quiet", f"--scale={SCALE}", url])
    output = _run(
        [
            program,
            "--protocol=prepared",
            f"--client={CLIENTS}",
            "--jobs=2",
            f"--time={seconds}",
            url,
        ]
    )
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "DROP TABLE pgbench_accounts, pgbench_branches, pgbench_history, pgbench_tellers"
        )
    found = re.search(r"tps = ([0-9.]+)", output)
    if found is None:
        raise refusal.Refused("pgbenchの結果を読めません。", "pgbench gave no figure.")
    return float(found[1])


def _program() -> str:
    with contextlib.suppress(embedded_postgres.CannotStart):
        return str(embedded_postgres.binary("pgbench"))
    found = shutil.which("pgbench")
    if found is None:
        raise refusal.Refused("pgbenchが見つかりません。", "pgbench was not found.")
    return found


def _run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise refusal.Refused(
            f"pgbenchが失敗しました。{done.stderr.strip()}",
            f"pgbench failed: {done.stderr.strip()}",
        )
    return done.stdout
