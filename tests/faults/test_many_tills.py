"""The lunch line of a big co-op: every till of a store at once, and nobody is told to come again.

Long form, as `make faults` has it: KUMIAI_TEST_FAULT_SALES=10000.
"""

import asyncio
import os

from tests.faults import aftermath
from tests.faults import crowd as crowds
from tests.faults.crowd import Crowd
from tests.faults.shop import TILLS, Shop

SALES = int(os.environ.get("KUMIAI_TEST_FAULT_SALES", "1500"))


class TestFiftyTills:
    def test_of_one_store_ring_up_without_a_failure(self, shop: Shop) -> None:
        assert len(shop.keys) == TILLS == 50
        before = aftermath.entries(shop), aftermath.versions(shop)
        sales = asyncio.run(crowds.ring_up(shop, SALES))
        assert sum(1 for sale in sales if not sale.answer or sale.is_replay) == 0
        crowd = Crowd(shop, answered=sales)
        aftermath.check(crowd, entries_before=before[0], versions_before=before[1])
        shop.prove_books()
