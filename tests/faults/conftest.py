"""One shop for all faults: whatever is done to it, it must go on."""

from collections.abc import Iterator

import pytest

from tests.faults import shop as shops
from tests.faults.shop import Shop


@pytest.fixture(scope="package")
def shop() -> Iterator[Shop]:
    with shops.opened() as opened:
        yield opened
