"""`kumiai bench pages`: its figures, and a short run that shows that everything works."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

from kumiai.cli.bench.page_load import EMPTY, Opened
from kumiai.cli.bench.pages import Result
from tests import cast
from tests.databases import FreshDatabase
from tests.house import tree
from tests.portal.sessions import client_of

RUN_SECONDS_MAX = 300


@pytest.fixture
def result() -> Result:
    return Result(
        8,
        empty=Opened(2.0, [10.0] * 40, 4_000),
        ordinary={
            "home": Opened(2.0, [20.0, 30.0] * 10, 60_000),
            "purchases": Opened(2.0, [40.0] * 10, 80_000, errors=2),
        },
        heavy={
            "home": Opened(2.0, [50.0] * 8, 24_000),
            "purchases": Opened(2.0, [60.0] * 4, 24_004),
        },
    )


class TestResult:
    def test_tells_every_figure(self, result: Result) -> None:
        told = result.as_json()
        assert (told["connections"], told["empty_per_s"], told["errors"]) == (8, 20.0, 2)
        for name, figures in {
            "home": (10.0, 0.5, 30.0, 30.0, 3_000),
            "purchases": (4.0, 0.2, 40.0, 40.0, 8_000),
            "heavy_home": (4.0, 0.2, 50.0, 50.0, 3_000),
            "heavy_purchases": (2.0, 0.1, 60.0, 60.0, 6_001),
        }.items():
            kinds = ("per_s", "ratio", "p50_ms", "p99_ms", "bytes")
            assert tuple(told[f"{name}_{kind}"] for kind in kinds) == figures, name

    def test_tells_people_in_both_languages(self, result: Result) -> None:
        for name, figures in result.rows():
            assert figures
            assert re.search("[a-z]", name) or not name

    def test_is_explained(self, result: Result) -> None:
        text = (tree.DOCS / "operations.md").read_text("utf-8")
        plain = (name.removeprefix("heavy_") for name in result.as_json())
        tree.none(name for name in plain if f"`{name}`" not in text)


class TestEmptyPage:
    def test_is_nothing_for_who_is_logged_in(
        self, db: None, settings: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = client_of(cast.hanako(cast.coop_2101()))
        assert client.get(EMPTY).status_code == 404
        monkeypatch.setattr(settings, "ROOT_URLCONF", "kumiai.cli.bench.empty_page")
        page = client.get(EMPTY)
        assert page.status_code == 200
        assert len(page.content) < 100
        assert client.get("/home").status_code == 200
        assert Client().get(EMPTY).headers["Location"] == "/"


class TestShortRun:
    def test_measures_and_leaves_nothing(
        self, fresh_database: FreshDatabase, tmp_path: Path
    ) -> None:
        environ = os.environ | {"DATABASE_URL": fresh_database.url, "KUMIAI_DATA": str(tmp_path)}
        command = [sys.executable, "-m", "kumiai.cli", "bench", "pages", "--json"]
        done = subprocess.run(
            [*command, "--seconds", "1", "--connections", "2", "--purchases", "48"],
            env=environ,
            capture_output=True,
            text=True,
            check=False,
            timeout=RUN_SECONDS_MAX,
        )
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        assert told["errors"] == 0
        assert all(figure > 0 for name, figure in told.items() if name != "errors")
        assert told["heavy_purchases_bytes"] > told["purchases_bytes"]
