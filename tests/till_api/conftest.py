"""One running till API for the tests of a module, with people who make no money by themselves."""

from collections.abc import Iterator
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
