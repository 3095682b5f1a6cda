"""One running till API for the tests of a module, with people who make no money by themselves."""

import functools
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests import databases
from tests.cast import Person
from tests.ledger import world
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Tills


@pytest.fixture(scope="module")
def here(module_database: databases.FreshDatabase) -> World:
    return world.make()


@pytest.fixture(scope="module")
def tills(module_database: databases.FreshDatabase, here: World) -> Iterator[Tills]:
    with server.running(module_database.url) as running:
        yield running


@pytest.fixture(scope="module")
def serial() -> Any:
    return iter(range(100, 10_000))


@pytest.fixture
def person(here: World, serial: Any) -> Person:
    """Somebody new, with a meal card and without money."""
    return world.people_of(here.coop, here.other, serial=next(serial))[0]


@pytest.fixture
def classmate(here: World, serial: Any) -> Person:
    """Somebody new without a meal card."""
    return world.people_of(here.coop, here.other, serial=next(serial))[1]


@pytest.fixture
def rows(module_database: databases.FreshDatabase) -> Callable[[], dict[str, int]]:
    """Counts the rows of each table."""
    return functools.partial(_rows, module_database.url)


@pytest.fixture(scope="class")
def unharmed(tills: Tills, here: World, module_database: databases.FreshDatabase) -> Iterator[None]:
    """After the tests of a class nothing was stored, and the next customer is served."""
    before = _rows(module_database.url)
    yield
    assert _rows(module_database.url) == before
    assert tills.is_alive()
    assert tills.get(here.coop.till, "/v1/status").status == 200


def _rows(url: str) -> dict[str, int]:
    """How many rows each table has."""
    with world.connect(url) as connection:
        tables = connection.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
        ).fetchall()
        counted = {}
        for (table,) in tables:
            row = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()  # type: ignore[arg-type]
            counted[table] = row[0] if row else 0
        return counted
