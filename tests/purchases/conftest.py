"""A till and people for the tests of a module that posts, and proven books afterwards."""

from collections.abc import Iterator

import pytest

from kumiai.cli import proof
from tests.databases import FreshDatabase
from tests.ledger import world
from tests.ledger.world import World
from tests.purchases.counter import Counter


@pytest.fixture(scope="module")
def here(module_database: FreshDatabase) -> World:
    return world.make()


@pytest.fixture
def counter(module_database: FreshDatabase, here: World) -> Iterator[Counter]:
    """Whatever a test does, the books are right afterwards."""
    with world.connect(module_database.url) as connection:
        yield Counter(connection, here)
        assert list(proof.lies()) == []
