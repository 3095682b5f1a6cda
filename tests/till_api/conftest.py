"""One running till API for the tests of a module, with people who make no money by themselves."""

from collections.abc import Iterator

import pytest

from tests import databases
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
