"""`kumiai bench tills` from the outside."""

import json
import os
import subprocess
import sys

import psycopg
import pytest
from click.testing import CliRunner

from kumiai.cli import __main__ as command
from tests.databases import FreshDatabase

SECONDS_MAX = 600


class TestTills:
    def test_measures_beside_pgbench_and_leaves_nothing(
        self, fresh_database: FreshDatabase
    ) -> None:
        options = ("--seconds", "1", "--members", "400", "--connections", "1", "--connections", "2")
        with subprocess.Popen(
            [sys.executable, "-m", "kumiai.cli", "bench", "tills", *options, "--json"],
            env=os.environ | {"DATABASE_URL": fresh_database.url},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as bench:
            said, complained = bench.communicate(timeout=SECONDS_MAX)
        assert bench.returncode == 0, complained
        told = json.loads(said)
        assert [run["connections"] for run in told["runs"]] == [1, 2]
        assert told["connections"] == 1
        assert told["errors"] == told["one_connection_errors"] == told["batches_errors"] == 0
        assert told["pgbench_tps"] > 0
        assert told["pgbench_one_client_ms"] > 0
        assert told["batches_entries_per_s"] > 0
        assert told["server_memory_mib"] > 20
        with psycopg.connect(fresh_database.url) as connection:
            left = "SELECT FROM pg_database WHERE datname = %s"
            assert connection.execute(left, [f"kumiai_bench_{bench.pid}"]).fetchone() is None

    @pytest.mark.parametrize(
        ("options", "japanese", "english"),
        [
            ("--mix dinner", "--mix は sale、lunch、top-up、batches のどれか", "'dinner' is not"),
            ("--speed 1", "--speed というオプションはありません。", "No such option"),
            ("--connections 0", "--connections は1から1024までの整数", "0 is not in the range"),
            ("--tills 2 --connections 2", "同時に指定できません", "exclude each other"),
            ("--seconds 2 --payments 2", "同時に指定できません", "exclude each other"),
            ("--mix batches --connections 64", "接続は8までです", "at most 8 connections"),
            ("--mix batches --tills 9", "接続は8までです", "at most 8 connections"),
            (
                "--tills 50 --payments 10000 --members 9999",
                "--members 10000 以上にしてください",
                "give --members 10000 or more",
            ),
        ],
    )
    def test_says_what_it_does_not_take(self, options: str, japanese: str, english: str) -> None:
        result = CliRunner().invoke(command.main, ["bench", "tills", *options.split()])
        assert result.exit_code in (1, 2)
        assert japanese in result.stderr
        assert english in result.stderr
        assert "Traceback" not in result.output
