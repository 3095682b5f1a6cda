"""What an offline sale leaves owing is taken first from the next money, whatever brings it."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ledger import world
from tests.purchases.counter import Counter

BOOK_YEN = 6667  # Earns a whole block of points, and a tenth of a point more.
EARNS_NOTHING: dict[str, Any] = {"code": "REISSUE", "genre": "other"}

Brought = Callable[[], dict[str, Any]]


def owe(counter: Counter, yen: int) -> None:
    """An offline sale that takes all prepaid money there is, and so much more."""
    prepaid_yen = counter.holds(counter.hanako)["PREPAID"]
    line = world.line(prepaid_yen + yen, **EARNS_NOTHING)
    counter.post(world.offline(world.sale(counter.hanako, line)))


# Each makes ready, and says what then brings the money: the answer has the amount.


def top_up(counter: Counter, yen: int) -> Brought:
    return lambda: counter.post(world.top_up(counter.hanako, yen))[0]


def collection(counter: Counter, yen: int) -> Brought:
    world.credit(counter.hanako, world.slip(counter.hanako, yen))
    return lambda: counter.post(world.collection(counter.hanako))[0]


def collection_while_paying(counter: Counter, yen: int) -> Brought:
    world.credit(counter.hanako, world.slip(counter.hanako, yen))
    line = world.line(100, **EARNS_NOTHING)
    sale = world.sale(counter.hanako, line, tenders=("cash",), collect=True)
    return lambda: counter.post(sale)[0]


def reversal(counter: Counter, yen: int) -> Brought:
    """Of a sale paid from prepaid money, all of which is gone meanwhile."""
    counter.post(world.top_up(counter.hanako, 30_000))
    sale = world.sale(counter.hanako, world.line(yen, **EARNS_NOTHING))
    counter.post(sale)
    owe(counter, 700)
    return lambda: counter.reverse(sale.id)


def auto_top_up(counter: Counter, yen: int) -> Brought:
    book = world.line(BOOK_YEN * (1 + yen // 1000), genre="books")
    return lambda: counter.post(world.sale(counter.hanako, book, tenders=("cash",)))[0]


WAYS = {
    top_up: lambda answer: answer["amount"],
    collection: lambda answer: answer["collected"],
    collection_while_paying: lambda answer: answer["collected"],
    reversal: lambda answer: answer["amount"],
    auto_top_up: lambda answer: answer["auto_top_up"]["yen"],
}


class TestADebt:
    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        owed=st.integers(1, 4000),
        moneys=st.lists(
            st.tuples(st.sampled_from([*WAYS]), st.integers(1, 2500)), min_size=1, max_size=5
        ),
    )
    def test_is_paid_first_by_every_kind_of_money(
        self, counter: Counter, owed: int, moneys: list[tuple[Any, int]]
    ) -> None:
        owe(counter, owed)
        for way, size in moneys:
            bring = way(counter, size)
            before = counter.holds(counter.hanako)
            answer = bring()
            after = counter.holds(counter.hanako)
            yen = WAYS[way](answer)
            recovered = min(before["DEBT"], yen)
            assert yen > 0
            assert answer["debt_recovered"] == recovered
            assert after["DEBT"] == before["DEBT"] - recovered
            assert after["PREPAID"] == before["PREPAID"] + yen - recovered
