"""The yardstick: PostgreSQL's own pgbench, TPC-B, on the same server."""

import contextlib
import re
import shutil
import subprocess
from dataclasses import dataclass

import psycopg

from kumiai.cli import refusal
from kumiai.cli.bench import servers
from kumiai.kit import embedded_postgres

SCALE = 50
CLIENTS = 64


@dataclass(frozen=True, slots=True)
class Yardstick:
    """Transactions per second at 64 clients; the mean latency at one, where it was asked for."""

    tps: float
    one_client_ms: float | None = None


def tpc_b(url: str, *, seconds: int, one_client_seconds: int = 0) -> Yardstick:
    """Run TPC-B, prepared, at scale 50; nothing of it is left behind."""
    program = _program()
    _run([program, "--initialize", "--quiet", f"--scale={SCALE}", url])
    servers.settle(url)
    tps = _figure(r"tps = ([0-9.]+)", program, url, clients=CLIENTS, seconds=seconds)
    one_client_ms = None
    if one_client_seconds:
        latency = r"latency average = ([0-9.]+) ms"
        one_client_ms = _figure(latency, program, url, clients=1, seconds=one_client_seconds)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "DROP TABLE pgbench_accounts, pgbench_branches, pgbench_history, pgbench_tellers"
        )
    return Yardstick(tps, one_client_ms)


def _figure(pattern: str, program: str, url: str, *, clients: int, seconds: int) -> float:
    jobs = min(clients, 2)
    how = ["--protocol=prepared", f"--client={clients}", f"--jobs={jobs}", f"--time={seconds}"]
    found = re.search(pattern, _run([program, *how, url]))
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
