"""What a bench of tills has found, for machines and for people."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kumiai.cli.bench.measures import MixName
from kumiai.cli.bench.pgbench import CLIENTS, SCALE, Yardstick

# The number of connections that speaks for the others, where it is measured.
USUAL_CONNECTIONS = 64
LABEL_COLUMNS = 52
FIGURE_COLUMNS = 13

Figure = float | int | str | None


@dataclass(frozen=True, slots=True)
class Run:
    """One measurement. `payments` are in the books; `errors` are answers other than a settled one.

    With batches, a payment is an entry, and the latencies are those of whole batches; in the
    lunch mix they are those of looks and sales alike.
    """

    connections: int
    tills: int
    payments_per_s: float
    p50_ms: float
    p99_ms: float
    errors: int
    payments: int
    client: str

    def as_json(self, pgbench_tps: float) -> dict[str, Figure]:
        """The figures a machine reads."""
        return {
            "connections": self.connections,
            "payments_per_s": round(self.payments_per_s, 1),
            "p50_ms": round(self.p50_ms, 2),
            "p99_ms": round(self.p99_ms, 2),
            "errors": self.errors,
            "ratio": round(self.payments_per_s / pgbench_tps, 3),
            "payments": self.payments,
            "tills": self.tills,
        }


@dataclass(frozen=True, slots=True)
class Result:
    """All measurements of one bench; `one_connection` and `batches` are the short ones beside."""

    mix: MixName
    runs: Sequence[Run]
    yardstick: Yardstick
    one_connection: Run | None = None
    batches: Run | None = None
    server_memory_mib: float | None = None

    @property
    def usual(self) -> Run:
        """The run that speaks for the others: 64 connections, else the first."""
        usual = [run for run in self.runs if run.connections == USUAL_CONNECTIONS]
        return usual[0] if usual else self.runs[0]

    def as_json(self) -> dict[str, object]:
        """One object: the figures of the usual run, what stands beside them, and every run."""
        tps = self.yardstick.tps
        return {
            **self.usual.as_json(tps),
            "pgbench_tps": round(tps, 1),
            "client": self.usual.client,
            "mix": self.mix,
            **self._short_ones(),
            "server_memory_mib": _rounded(self.server_memory_mib, 1),
            "runs": [run.as_json(tps) for run in self.runs],
        }

    def _short_ones(self) -> dict[str, object]:
        """What was measured beside the runs; nothing where it was not."""
        found: dict[str, object] = {}
        if self.one_connection:
            found["one_connection_p50_ms"] = round(self.one_connection.p50_ms, 2)
            found["one_connection_errors"] = self.one_connection.errors
            found["pgbench_one_client_ms"] = _rounded(self.yardstick.one_client_ms, 2)
        batches = self.usual if self.mix == "batches" else self.batches
        if batches:
            found["batches_entries_per_s"] = round(batches.payments_per_s, 1)
            found["batches_errors"] = batches.errors
        return found

    def table(self) -> Iterator[str]:
        """The same for people: a column a run, then what there is one of."""
        tps = self.yardstick.tps
        yield _row("接続 connections", *(f"{run.connections:,}" for run in self.runs))
        yield _row(_SPEED[self.mix], *(f"{run.payments_per_s:,.0f}" for run in self.runs))
        yield _row("p50", *(f"{run.p50_ms:,.1f} ms" for run in self.runs))
        yield _row("p99", *(f"{run.p99_ms:,.1f} ms" for run in self.runs))
        yield _row("エラー errors", *(f"{run.errors:,}" for run in self.runs))
        yield _row("比 ratio", *(f"{run.payments_per_s / tps:.2f}" for run in self.runs))
        name = f"pgbench TPC-B (scale {SCALE}, {CLIENTS} clients, prepared)"
        yield _row(name, f"{tps:,.0f} tps")
        if self.one_connection:
            yield _row("1接続のp50 one connection's p50", f"{self.one_connection.p50_ms:,.2f} ms")
        if self.yardstick.one_client_ms is not None:
            yield _row("pgbench, 1 client", f"{self.yardstick.one_client_ms:,.2f} ms")
        if self.batches:
            yield _row(_SPEED["batches"], f"{self.batches.payments_per_s:,.0f}")
        if errors := sum(run.errors for run in (self.one_connection, self.batches) if run):
            yield _row("同、エラー errors of these", f"{errors:,}")
        if self.server_memory_mib is not None:
            label = "レジサーバーのメモリー memory of a till server"
            yield _row(label, f"{self.server_memory_mib:,.0f} MiB")
        yield _row("帳簿 books", "✓")


_SPEED: dict[MixName, str] = {
    "sale": "支払い/秒 payments per second",
    "lunch": "支払い/秒 payments per second",
    "top-up": "チャージ/秒 top-ups per second",
    "batches": "まとめ送信の件数/秒 entries of batches per second",
}


def _row(label: str, *figures: str) -> str:
    wide = sum(unicodedata.east_asian_width(sign) in "WF" for sign in label)
    padded = label + " " * (LABEL_COLUMNS - len(label) - wide)
    return f"  {padded}" + "".join(f"{figure:>{FIGURE_COLUMNS}}" for figure in figures)


def _rounded(figure: float | None, places: int) -> float | None:
    return None if figure is None else round(figure, places)
