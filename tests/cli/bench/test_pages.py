"""`kumiai bench pages`: its figures, and a short run that shows that everything works."""

import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client
from pytest_django import Settings

from kumiai.cli import __main__ as command
from kumiai.cli.bench.page_load import BARE, EMPTY, Opened
from kumiai.cli.bench.pages import Result, Wanted
from tests import cast
from tests.databases import FreshDatabase
from tests.house import tree
from tests.portal.sessions import client_of

RUN_SECONDS_MAX = 300
NAMES = ("home", "purchases", "heavy_home", "heavy_purchases")


@pytest.fixture
def result() -> Result:
    return Result(
        8,
        bare=Opened(2.0, [5.0] * 80, 4_000),
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
        assert (told["connections"], told["errors"]) == (8, 2)
        assert (told["bare_per_s"], told["empty_per_s"]) == (40.0, 20.0)
        for name, figures in {
            "home": (10.0, 0.5, 30.0, 30.0, 3_000),
            "purchases": (4.0, 0.2, 40.0, 40.0, 8_000),
            "heavy_home": (4.0, 0.2, 50.0, 50.0, 3_000),
            "heavy_purchases": (2.0, 0.1, 60.0, 60.0, 6_001),
        }.items():
            kinds = ("per_s", "ratio", "p50_ms", "p99_ms", "bytes")
            assert tuple(told[f"{name}_{kind}"] for kind in kinds) == figures, name

    def test_tells_how_much_longer_a_page_takes_with_others(self, result: Result) -> None:
        busier = replace(result, empty=Opened(2.0, [20.0] * 20, 2_000))
        told = replace(result, before=busier).as_json()
        assert "home_growth" not in busier.as_json()
        # Each page as many a second as before, the empty one twice as many.
        assert {told[f"{name}_growth"] for name in NAMES} == {2.0}
        assert told["errors"] == 4

    def test_tells_people_in_both_languages(self, result: Result) -> None:
        for name, figures in replace(result, before=result).rows():
            assert figures
            assert re.search("[a-z]", name) or not name

    def test_is_explained(self, result: Result) -> None:
        text = (tree.DOCS / "operations.md").read_text("utf-8")
        told = replace(result, before=result).as_json()
        plain = (name.removeprefix("heavy_") for name in told)
        tree.none(name for name in plain if f"`{name}`" not in text)


class TestWanted:
    def test_lets_a_tenth_of_the_others_come_first(self) -> None:
        stages = Wanted(1, 1, purchases=4_000, others=1_000_000).others_by_stage()
        assert stages == (range(11, 411), range(411, 4011))

    def test_has_one_stage_without_others(self) -> None:
        assert [len(stage) for stage in Wanted(1, 1, 4_000).others_by_stage()] == [0]


class TestEmptyPage:
    def test_is_for_who_is_logged_in_where_it_is_served(self, db: None, settings: Settings) -> None:
        client = client_of(cast.hanako(cast.coop_2101()))
        assert client.get(EMPTY).status_code == 404
        settings.ROOT_URLCONF = "kumiai.cli.bench.empty_page"
        for path in (BARE, EMPTY):
            assert Client().get(path).headers["Location"] == "/"
        assert client.get("/home").status_code == 200

    def test_is_the_frame_with_nothing_in_it(self, db: None, settings: Settings) -> None:
        settings.ROOT_URLCONF = "kumiai.cli.bench.empty_page"
        client = client_of(cast.hanako(cast.coop_2101()))
        page = client.get(EMPTY).content.decode()
        assert 'href="/purchases"' in page
        (main,) = re.findall(r"<main[^>]*>(.*)</main>", page, re.DOTALL)
        assert not main.strip()
        assert len(client.get(BARE).content) < 100


class TestShortRun:
    def test_measures_and_leaves_nothing(
        self, fresh_database: FreshDatabase, tmp_path: Path
    ) -> None:
        environ = os.environ | {"DATABASE_URL": fresh_database.url, "KUMIAI_DATA": str(tmp_path)}
        pages = [sys.executable, "-m", "kumiai.cli", "bench", "pages", "--json"]
        done = subprocess.run(
            [*pages, "--seconds=0.2", "--connections=2", "--purchases=48", "--others=30"],
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
        assert {f"{name}_growth" for name in NAMES} < told.keys()

    def test_says_what_it_does_not_take(self) -> None:
        result = CliRunner().invoke(command.main, ["bench", "pages", "--seconds", "0"])
        assert result.exit_code == 2
        assert "--seconds は0.1から3600までの数にしてください。" in result.stderr
        assert "0.0 is not in the range" in result.stderr
