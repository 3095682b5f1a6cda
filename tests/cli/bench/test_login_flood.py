"""`kumiai bench login-flood`: its figures, and a short flood that shows that everything works."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from kumiai.cli.bench import login_flood
from kumiai.cli.bench.login_flood import Result
from kumiai.cli.bench.page_server import Memory
from kumiai.cli.bench.paying import Paid
from kumiai.cli.bench.visitors import Seen
from tests.databases import FreshDatabase
from tests.house import tree

RUN_SECONDS_MAX = 300


@pytest.fixture
def result() -> Result:
    return Result(
        clients=32,
        seconds=60.04,
        guesses=Counter({422: 40, 503: 7, 500: 2, 0: 1}),
        logins=Seen(Counter({302: 2, 503: 3}), [100.0, 900.0], [1, 4]),
        pages=Seen(Counter({200: 3, 502: 1}), [10.0, 30.0, 20.0]),
        before=Paid((1.0, 2.0), 0),
        during=Paid((5.0, 4.0, 3.0), 1),
        memory=Memory(1, before_mib=80.0, max_mib=120.06),
    )


class TestResult:
    def test_tells_every_figure(self, result: Result) -> None:
        assert result.as_json() == {
            "clients": 32,
            "seconds": 60.0,
            "guesses": 50,
            "guesses_looked_at": 40,
            "guesses_told_to_wait": 7,
            "server_errors": 4,
            "logins_let_in": 2,
            "login_tries_max": 4,
            "login_max_ms": 900.0,
            "pages": 3,
            "page_p50_ms": 20.0,
            "page_max_ms": 30.0,
            "sales_before": 2,
            "sale_p99_before_ms": 2.0,
            "sales": 3,
            "sale_p50_ms": 4.0,
            "sale_p99_ms": 5.0,
            "sale_errors": 1,
            "memory_before_mib": 80.0,
            "memory_max_mib": 120.1,
        }

    def test_tells_people_in_both_languages(self, result: Result) -> None:
        for name, figure in result.rows():
            assert re.search("[A-Za-z]", name), name
            assert figure

    def test_is_explained(self, result: Result) -> None:
        text = (tree.DOCS / "operations.md").read_text("utf-8")
        tree.none(name for name in result.as_json() if f"`{name}`" not in text)


class TestPercentile:
    def test_is_what_so_many_do_not_exceed(self) -> None:
        values = [float(value) for value in range(100, 0, -1)]
        assert login_flood.percentile(values, 50) == 51.0
        assert login_flood.percentile(values, 99) == 100.0
        assert login_flood.percentile([7.0], 99) == 7.0
        assert login_flood.percentile([], 99) == 0.0


class TestShortFlood:
    def test_keeps_everybody_else_served(
        self, fresh_database: FreshDatabase, tmp_path: Path
    ) -> None:
        environ = os.environ | {
            "DATABASE_URL": fresh_database.url,
            "KUMIAI_DATA": str(tmp_path),
        }
        command = [sys.executable, "-m", "kumiai.cli", "bench", "login-flood", "--json"]
        done = subprocess.run(
            [*command, "--seconds", "3", "--clients", "6", "--sales", "5"],
            env=environ,
            capture_output=True,
            text=True,
            check=False,
            timeout=RUN_SECONDS_MAX,
        )
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        assert told["guesses_looked_at"] > 0
        assert told["guesses_looked_at"] + told["guesses_told_to_wait"] == told["guesses"]
        assert told["logins_let_in"] >= 1
        assert told["pages"] > 0
        assert told["sales"] > 0
        assert (told["server_errors"], told["sale_errors"]) == (0, 0)
