"""Reversals beside others: in one batch with what they reverse, and at two tills at once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from kumiai.ledger.posting import Chart
from kumiai.members import actions as members
from kumiai.purchases.at_till import Message
from tests.cast import Person
from tests.databases import FreshDatabase
from tests.ledger import world
from tests.ledger.world import NOON, World
from tests.purchases.counter import Counter

LUNCH = world.line(480, meal_eligible=True)
BOOK = world.line(6670, genre="books", name="統計学入門", quantity=3)
DAY = world.line(1200, meal_eligible=True)
TOMORROW = NOON + timedelta(days=1)
RACES = 200


def a_morning(person: Person) -> list[Message]:
    """Sales and top-ups, each with what takes it back, in part and whole and once too often."""
    topped_up, mistake = world.top_up(person, 3000), world.top_up(person, 500)
    books = world.sale(person, BOOK, LUNCH, tenders=(("meal_card", 400), "prepaid", "cash"))
    eaten = world.sale(person, DAY, tenders=("meal_card", "cash"))
    owed = world.offline(world.sale(person, BOOK))
    poor = world.sale(person, world.line(90_000))
    return [
        topped_up,
        mistake,
        world.reversal(mistake.id),
        world.reversal(mistake.id),
        books,
        world.reversal(books.id, (1, 1)),
        eaten,
        world.reversal(books.id, (1, 3)),
        world.reversal(books.id),
        world.reversal(books.id),
        owed,
        world.reversal(owed.id, (1, 2)),
        world.reversal(topped_up.id),
        poor,
        world.reversal(poor.id),
        world.reversal(eaten.id, at=TOMORROW),
    ]


def told(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Answers without what differs from one person, or one posting, to another."""
    return [
        {name: value for name, value in each.items() if name not in ("id", "reverses")}
        for each in answers
    ]


class TestInOneBatch:
    def test_is_decided_as_one_by_one(self, counter: Counter, here: World) -> None:
        """Sharing a transaction with what it reverses changes nothing."""
        other = Counter(counter.connection, here)
        together = counter.post(*a_morning(counter.hanako))
        apart = [other.post(message)[0] for message in a_morning(other.hanako)]
        assert told(together) == told(apart)
        assert counter.holds(counter.hanako) == other.holds(other.hanako)
        states = [each.get("reason", "settled") for each in together]
        assert {"settled", "already_reversed", "nothing_left_to_reverse", "not_reversible"} <= set(
            states
        )

    def test_comes_too_early_before_what_it_reverses(self, counter: Counter) -> None:
        sale = world.sale(counter.hanako, LUNCH, tenders=("cash",))
        early, done, late = counter.post(world.reversal(sale.id), sale, world.reversal(sale.id))
        assert (early["reason"], "balances" in early) == ("not_reversible", False)
        assert (done["state"], late["state"]) == ("settled", "settled")

    def test_uses_a_day_that_was_given_back(self, counter: Counter) -> None:
        """The day's right, used up twice in one batch and given back between."""
        first, second = (world.sale(counter.hanako, DAY, tenders=("meal_card",)) for _ in range(2))
        answers = counter.post(first, world.reversal(first.id), second)
        assert [each["meal"]["left_today"] for each in answers] == [0, 1200, 0]

    def test_is_a_replay_of_itself(self, counter: Counter) -> None:
        sale = world.sale(counter.hanako, LUNCH, tenders=("cash",))
        back = world.reversal(sale.id)
        first, once, again = counter.post(sale, back, back)
        assert once == again
        assert counter.post(back, sale) == [once, first]

    def test_of_nobodys_sale_is_seen_by_the_next(self, counter: Counter) -> None:
        later = NOON + timedelta(minutes=1)
        members.suspend(at=NOON, **world.suspension_of(counter.hanako))
        sale = world.offline(world.sale(counter.hanako, LUNCH, at=later))
        back = [world.reversal(sale.id) for _ in range(2)]
        answers = counter.post(sale, *back, at=later)
        assert [each["state"] for each in answers] == ["settled", "settled", "declined"]


class TestAtTwoTillsAtOnce:
    @pytest.mark.parametrize("is_nobodys", [False, True], ids=["a member's", "nobody's"])
    def test_takes_back_once_every_time(
        self, counter: Counter, module_database: FreshDatabase, is_nobodys: bool
    ) -> None:
        later = NOON + timedelta(minutes=1)
        if is_nobodys:
            members.suspend(at=NOON, **world.suspension_of(counter.hanako))
        sales = [
            world.offline(world.sale(counter.hanako, LUNCH, at=later, tenders=("cash",)))
            for _ in range(RACES)
        ]
        counter.post(*sales, at=later)
        tills = [world.connect(module_database.url) for _ in range(2)]
        start = threading.Barrier(2, timeout=30)

        def serve(connection: world.Connection) -> list[str]:
            chart, ends = Chart(), []
            for sale in sales:
                back = world.asked(counter.here.callers["till"], world.reversal(sale.id))
                start.wait()
                [outcome] = world.post(connection, [back], at=later, chart=chart)
                answer = world.answer(outcome)
                ends.append(answer.get("reason", answer["state"]))
            return ends

        with ThreadPoolExecutor(2) as pool:
            ends = list(pool.map(serve, tills))
        for till in tills:
            till.close()
        for both in zip(*ends, strict=True):
            assert sorted(both) == ["already_reversed", "settled"]
        assert _times_reversed(counter, [sale.id for sale in sales]) == [1] * RACES


def _times_reversed(counter: Counter, sales: list[UUID]) -> list[int]:
    rows = counter.connection.execute(
        "SELECT count(*) FROM purchases_reversal WHERE original_id = ANY(%s) GROUP BY original_id",
        [sales],
    )
    return [count for (count,) in rows.fetchall()]
