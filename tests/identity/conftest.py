"""Hanako's co-op, and the moment at which most of it happens."""

from datetime import datetime

import pytest

from kumiai.kit.clock import TOKYO
from tests import cast

NOON = datetime(2026, 4, 6, 12, tzinfo=TOKYO)


@pytest.fixture
def coop(db: None) -> cast.Coop:
    return cast.coop_2101()


@pytest.fixture
def hanako(coop: cast.Coop) -> cast.Person:
    return cast.hanako(coop)
