"""Every mix, by wrk and by the plain client, against a till server; no speed is asked for."""

from collections import Counter
from dataclasses import replace

import psycopg
import pytest

from kumiai.cli import proof
from kumiai.cli.bench import measuring
from kumiai.cli.bench.measures import BATCH_ENTRIES, MIXES, Load, Made, MixName
from kumiai.cli.bench.measuring import Place, Wanted
from tests.cli.bench.conftest import MEMBERS, TILLS

KINDS: dict[MixName, set[str]] = {
    "sale": {"purchase"},
    "lunch": {"purchase"},
    "top-up": {"top_up"},
    "batches": {"purchase", "top_up", "reversal"},
}


@pytest.fixture(params=MIXES)
def mix_name(request: pytest.FixtureRequest) -> MixName:
    name: MixName = request.param
    return name


def entries(place: Place) -> Counter[tuple[str, str]]:
    """What is in the books: how many by kind and outcome."""
    with psycopg.connect(place.url) as connection:
        found = connection.execute(
            "SELECT kind, outcome, count(*) FROM ledger_entry GROUP BY kind, outcome"
        ).fetchall()
    return Counter({(kind, outcome): count for kind, outcome, count in found})


def meals_used(place: Place) -> int:
    with psycopg.connect(place.url) as connection:
        row = connection.execute("SELECT count(*) FROM meals_mealuse").fetchone()
    return int(row[0]) if row else 0


class TestMeasured:
    def test_asks_for_as_long_as_it_is_told(
        self, place: Place, client: str, mix_name: MixName
    ) -> None:
        run = measuring.measured(place, Load(MIXES[mix_name], 2, tills=1, seconds=1))
        assert (run.errors, run.client, run.connections) == (0, client, 2)
        assert list(proof.lies()) == []

    def test_ends_once_so_many_are_answered(
        self, place: Place, client: str, mix_name: MixName
    ) -> None:
        mix = MIXES[mix_name]
        of_each = 30 if mix.entries == 1 else BATCH_ENTRIES
        before = entries(place)
        run = measuring.measured(place, Load(mix, TILLS, tills=TILLS, payments=of_each))
        assert (run.errors, run.client) == (0, client)
        assert run.payments == of_each * TILLS
        assert run.p50_ms > 0
        assert run.payments_per_s > 0
        assert {kind for kind, _ in entries(place) - before} == KINDS[mix_name]
        assert list(proof.lies()) == []

    def test_shares_the_payments_of_one_till_among_its_connections(
        self, place: Place, client: str
    ) -> None:
        run = measuring.measured(place, Load(MIXES["sale"], 3, payments=50))
        assert (run.errors, run.payments, run.client) == (0, 50, client)

    def test_lets_the_meal_card_pay_first(self, place: Place, client: str) -> None:
        before = meals_used(place)
        measuring.measured(place, Load(MIXES["sale"], 2, payments=60))
        assert meals_used(place) == before
        measuring.measured(place, Load(MIXES["lunch"], 2, payments=60))
        assert before < meals_used(place) < before + 60

    def test_counts_what_is_refused(self, place: Place, client: str, mix_name: MixName) -> None:
        before = entries(place)
        stranger = replace(place, made=Made(("nobody's",), MEMBERS))
        run = measuring.measured(stranger, Load(MIXES[mix_name], 1, payments=1))
        assert run.errors >= 1
        assert run.payments == 0
        assert entries(place) == before

    def test_counts_what_is_declined(self, place: Place, client: str) -> None:
        beyond = replace(place, made=Made(place.made.keys, MEMBERS * 100_000))
        run = measuring.measured(beyond, Load(MIXES["top-up"], 2, payments=20))
        assert run.errors + run.payments == 20
        assert run.errors > 15


class TestWanted:
    def test_measures_each_number_of_connections(self) -> None:
        loads = Wanted(MIXES["sale"], (1, 8), members=10, seconds=5).loads()
        assert [(each.connections, each.tills, each.seconds) for each in loads] == [
            (1, 1, 5),
            (8, 1, 5),
        ]

    def test_gives_each_till_a_key_of_its_own(self) -> None:
        wanted = Wanted(MIXES["sale"], (50,), members=10, seconds=5, payments=7, tills=50)
        assert wanted.loads() == [Load(MIXES["sale"], 50, tills=50, payments=7)]
        assert wanted.keys() == 50

    def test_lets_each_batch_be_told_by_another_till(self) -> None:
        wanted = Wanted(MIXES["batches"], (1, 8), members=10, seconds=5)
        assert [each.tills for each in wanted.loads()] == [1, 8]

    def test_measures_beside_sales_alone(self) -> None:
        sales = Wanted(MIXES["sale"], (64,), members=10, seconds=1)
        assert (sales.has_short_ones(), sales.keys()) == (True, 8)
        assert sales.one_connection().seconds == 1
        assert not replace(sales, mix=MIXES["lunch"]).has_short_ones()
        assert not replace(sales, payments=5).has_short_ones()
