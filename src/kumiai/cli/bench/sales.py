"""Sales over HTTP through the whole path: 1–4 lines, prepaid, points on, every commit on disk.

The client, the till server and the database share the machine, as they do in a small co-op. The
measure is the ratio to pgbench's TPC-B on the same server in the same run.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import click
import psycopg

from kumiai.cli import refusal, schema
from kumiai.cli.bench import load, pgbench, servers


@dataclass(frozen=True, slots=True)
class Result:
    """What one run measured; `errors` counts answers other than a settled sale."""

    payments_per_s: float
    p50_ms: float
    p99_ms: float
    errors: int
    pgbench_tps: float
    client: str
    connections: int
    payments: int

    @property
    def ratio(self) -> float:
        """Sales per TPC-B transaction."""
        return self.payments_per_s / self.pgbench_tps

    def as_json(self) -> dict[str, float | int | str]:
        """The figures a machine reads."""
        return {
            "payments_per_s": round(self.payments_per_s, 1),
            "p50_ms": round(self.p50_ms, 2),
            "p99_ms": round(self.p99_ms, 2),
            "errors": self.errors,
            "pgbench_tps": round(self.pgbench_tps, 1),
            "ratio": round(self.ratio, 3),
            "connections": self.connections,
            "payments": self.payments,
            "client": self.client,
        }

    def rows(self) -> Iterator[tuple[str, str]]:
        """The same for people."""
        yield f"支払い/秒 payments per second ({self.connections})", f"{self.payments_per_s:,.0f}"
        yield "p50", f"{self.p50_ms:,.1f} ms"
        yield "p99", f"{self.p99_ms:,.1f} ms"
        yield "エラー errors", f"{self.errors:,}"
        yield "pgbench TPC-B (scale 50, 64 clients, prepared)", f"{self.pgbench_tps:,.0f} tps"
        yield "比 ratio", f"{self.ratio:.2f}"
        yield "帳簿 books", "✓"


def run(*, seconds: int, connections: int, members: int, quiet: bool) -> Result:
    """Measure in a database of its own, prove its books, and drop it. Refused if they lie."""

    def say(text: str) -> None:
        if not quiet:
            click.echo(text, err=True)

    with servers.own_database() as url:
        say(f"・pgbench TPC-B, {seconds} s")
        pgbench_tps = pgbench.tpc_b(url, seconds=seconds)
        schema.bring_up_to_date()
        from kumiai.cli.bench import world

        say(f"・{members:,} members")
        made = world.made(members=members, quiet=quiet)
        servers.settle(url)
        with servers.till_server(url) as address:
            say(f"・{connections} connections, {seconds} s")
            load.apply(address, made, connections=connections, seconds=2)
            before = _settled(url)
            measured = load.apply(address, made, connections=connections, seconds=seconds)
        settled = _settled(url) - before
        say("・proving the books")
        _prove()
    # Every answer must be a sale in the books; sales whose answer the client did not await
    # when its time was up are there too, at most one a connection.
    unsettled = max(measured.answers - settled, 0)
    return Result(
        payments_per_s=measured.answers / measured.seconds,
        p50_ms=measured.p50_ms,
        p99_ms=measured.p99_ms,
        errors=measured.errors + unsettled,
        pgbench_tps=pgbench_tps,
        client=measured.client,
        connections=connections,
        payments=settled,
    )


def _settled(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM purchases_purchase").fetchone()
    return int(row[0]) if row else 0


def _prove() -> None:
    from kumiai.cli import proof

    for lie in proof.lies():
        raise refusal.Refused(f"{lie.row} {lie.wrong_ja}", f"{lie.row} {lie.wrong_en}")
