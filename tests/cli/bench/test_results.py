"""What a bench tells, to machines and to people."""

from dataclasses import replace

from kumiai.cli.bench.pgbench import Yardstick
from kumiai.cli.bench.results import Result, Run

EIGHT = Run(
    connections=8,
    tills=1,
    payments_per_s=4000.04,
    p50_ms=2.004,
    p99_ms=5.5,
    errors=0,
    payments=80_000,
    client="wrk",
)
USUAL = replace(EIGHT, connections=64, payments_per_s=7000.0, p50_ms=9.0, errors=3)
RESULT = Result("sale", [EIGHT, USUAL], Yardstick(5000.0, 0.456))


class TestAsJson:
    def test_tells_of_64_connections_and_then_of_each_run(self) -> None:
        told = RESULT.as_json()
        assert (told["connections"], told["payments_per_s"], told["ratio"]) == (64, 7000.0, 1.4)
        assert (told["p50_ms"], told["p99_ms"], told["errors"]) == (9.0, 5.5, 3)
        assert (told["pgbench_tps"], told["client"], told["payments"]) == (5000.0, "wrk", 80_000)
        runs = told["runs"]
        assert isinstance(runs, list)
        assert [(run["connections"], run["payments_per_s"]) for run in runs] == [
            (8, 4000.0),
            (64, 7000.0),
        ]

    def test_tells_of_the_first_where_64_are_not_measured(self) -> None:
        assert replace(RESULT, runs=[EIGHT]).as_json()["connections"] == 8

    def test_tells_what_was_measured_beside(self) -> None:
        alone, batches = replace(EIGHT, connections=1), replace(EIGHT, payments_per_s=11_000.0)
        told = replace(
            RESULT, one_connection=alone, batches=batches, server_memory_mib=66.66
        ).as_json()
        assert (told["one_connection_p50_ms"], told["pgbench_one_client_ms"]) == (2.0, 0.46)
        assert (told["batches_entries_per_s"], told["batches_errors"]) == (11_000.0, 0)
        assert told["server_memory_mib"] == 66.7

    def test_keeps_quiet_about_what_was_not(self) -> None:
        told = RESULT.as_json()
        assert told["server_memory_mib"] is None
        assert not {"one_connection_p50_ms", "batches_entries_per_s"} & set(told)

    def test_tells_of_batches_in_entries(self) -> None:
        told = replace(RESULT, mix="batches", runs=[EIGHT]).as_json()
        assert told["batches_entries_per_s"] == told["payments_per_s"] == 4000.0


class TestTable:
    def test_has_a_column_for_each_run(self) -> None:
        rows = list(RESULT.table())
        assert rows[0].split()[-2:] == ["8", "64"]
        assert rows[1].split()[-2:] == ["4,000", "7,000"]
        assert rows[4].split()[-2:] == ["0", "3"]
        assert rows[5].split()[-2:] == ["0.80", "1.40"]

    def test_names_what_was_measured_beside(self) -> None:
        batches = replace(EIGHT, payments_per_s=11_000.0, errors=2)
        whole = replace(RESULT, one_connection=EIGHT, batches=batches, server_memory_mib=66.6)
        text = "\n".join(whole.table())
        for words in ("1接続のp50", "0.46 ms", "11,000", "67 MiB", "エラー errors of these"):
            assert words in text
