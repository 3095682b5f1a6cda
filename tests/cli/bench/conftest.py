"""A small co-op of the bench, and a till server on it, for all measurements of a module."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kumiai.cli.bench import servers, world
from kumiai.cli.bench.measures import MIXES
from kumiai.cli.bench.measuring import Place
from tests.databases import FreshDatabase

MEMBERS = 400
TILLS = 2


@pytest.fixture(scope="module")
def till_servers(module_database: FreshDatabase) -> Iterator[servers.TillServers]:
    """One, so that two cores are left for the load."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "KUMIAI_TILLS_PROCESSES", "1")
        with servers.till_servers(module_database.url) as running:
            yield running


@pytest.fixture(scope="module")
def place(module_database: FreshDatabase, till_servers: servers.TillServers) -> Place:
    """Members with a meal card every second, money to spend, and room to top up."""
    mix = replace(MIXES["lunch"], start_yen=40_000)
    made = world.made(members=MEMBERS, tills=TILLS, mix=mix, quiet=True)
    servers.settle(module_database.url)
    return Place(module_database.url, till_servers.address, made)


@pytest.fixture(params=["wrk", "python"])
def client(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The client that measures: wrk where it is installed, and the one of our own."""
    if request.param == "python":
        monkeypatch.setenv("PATH", str(tmp_path))
    return "wrk" if shutil.which("wrk") else "python"
