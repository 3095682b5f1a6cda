"""Sales at a steady pace, against a server that answers as it is told."""

import json

from kumiai.cli.bench import paying
from kumiai.cli.bench.measures import Made
from tests.cli.bench import scripted

SETTLED, DECLINED = b'{"state":"settled"}', b'{"state":"declined"}'


class TestAtPace:
    def test_counts_what_was_settled_and_what_was_not(self) -> None:
        with scripted.server((200, DECLINED), (503, b""), (200, SETTLED)) as script:
            paid = paying.at_pace(script.address, Made(("key",), 10), per_second=100, seconds=0.5)
        assert paid.errors == 2
        assert len(paid.took_ms) == len(script.asked) - 2
        assert paid.took_ms
        assert min(paid.took_ms) > 0

    def test_sells_no_faster_than_it_is_told(self) -> None:
        with scripted.server((200, SETTLED)) as script:
            paying.at_pace(script.address, Made(("key",), 10), per_second=20, seconds=0.5)
        assert 1 <= len(script.asked) <= 10 + paying.TILLS

    def test_sells_under_ids_of_their_own_to_the_benchs_members(self) -> None:
        with scripted.server((200, SETTLED)) as script:
            paying.at_pace(script.address, Made(("key",), 3), per_second=50, seconds=0.5)
        sales = [json.loads(body) for body, _, _ in script.asked]
        assert len({sale["id"] for sale in sales}) == len(sales)
        assert {sale["card"] for sale in sales} <= {f"99010000000{index}" for index in range(3)}
