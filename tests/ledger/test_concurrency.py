"""Several servers at once on a real PostgreSQL: nothing is spent twice, nothing is lost."""

import os
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from kumiai.cli import proof
from kumiai.kit import ids, steps
from kumiai.ledger import actions as ledger
from kumiai.ledger import queries
from kumiai.ledger.posting import Chart, Outcome
from kumiai.members import actions as members
from kumiai.members import at_till
from tests import cast
from tests.databases import FreshDatabase
from tests.ledger import world
from tests.ledger.world import NOON, World

# Fewer for a quick look: KUMIAI_TEST_RACES=50.
RACES = int(os.environ.get("KUMIAI_TEST_RACES", "1000"))


class Servers:
    """Two servers, each a thread with a connection of its own."""

    def __init__(self, url: str) -> None:
        self.connections = [world.connect(url) for _ in range(2)]
        self.charts = [Chart() for _ in range(2)]
        self.start = threading.Barrier(2, timeout=30)
        self.pool = ThreadPoolExecutor(2)

    def both(
        self, work: Sequence[Callable[[world.Connection, Chart], list[Outcome]]]
    ) -> list[list[Outcome]]:
        """What each of them answers, having started at the same moment."""

        def run(index: int) -> list[Outcome]:
            self.start.wait()
            return work[index](self.connections[index], self.charts[index])

        return [future.result(30) for future in [self.pool.submit(run, i) for i in range(2)]]

    def close(self) -> None:
        self.pool.shutdown()
        for connection in self.connections:
            connection.close()


@pytest.fixture
def people(fresh_database: FreshDatabase) -> World:
    return world.make()


@pytest.fixture
def servers(fresh_database: FreshDatabase) -> Iterator[Servers]:
    both = Servers(fresh_database.url)
    yield both
    both.close()


class TestTheLastFiveHundredYen:
    def test_is_spent_once_every_time(self, people: World, servers: Servers) -> None:
        hanako, till = people.hanako, people.callers["till"]
        earns_nothing = world.line(500, code="REISSUE", genre="other")
        for _ in range(RACES):
            money = world.asked(till, world.top_up(hanako, 500))
            world.post(servers.connections[0], [money], chart=servers.charts[0])
            sales = [world.asked(till, world.sale(hanako, earns_nothing)) for _ in range(2)]
            outcomes = servers.both(
                [lambda c, chart, s=s: world.post(c, [s], chart=chart) for s in sales]
            )
            answers = [world.answer(outcome) for [outcome] in outcomes]
            assert sorted(a["state"] for a in answers) == ["declined", "settled"]
            [lost] = [a for a in answers if a["state"] == "declined"]
            assert (lost["reason"], lost["short_by"]) == ("insufficient_prepaid", 500)
            assert lost["balances"]["prepaid"] == 0
        assert world.purses(servers.connections[0], hanako)["PREPAID"] == (0, 2 * RACES)
        assert list(proof.lies()) == []


class TestOneIdAtTwoServers:
    def test_is_one_entry_with_one_answer(self, people: World, servers: Servers) -> None:
        hanako, till = people.hanako, people.callers["till"]
        for yen in range(1, 101):
            same = world.asked(till, world.top_up(hanako, yen))
            first, second = servers.both(
                [lambda c, chart: world.post(c, [same], chart=chart)] * 2  # noqa: B023
            )
            assert first[0].receipt == second[0].receipt
            assert sorted([first[0].is_replay, second[0].is_replay]) == [False, True]
        assert world.purses(servers.connections[0], hanako)["PREPAID"] == (5050, 100)

    def test_is_refused_where_the_content_differs(self, people: World, servers: Servers) -> None:
        hanako, till = people.hanako, people.callers["till"]
        for _ in range(50):
            entry_id = ids.uuid7()
            rivals = [
                world.asked(till, world.top_up(hanako, yen, id=entry_id)) for yen in (100, 200)
            ]
            outcomes = servers.both(
                [lambda c, chart, r=r: world.post(c, [r], chart=chart) for r in rivals]
            )
            assert sorted(outcome.id_reused for [outcome] in outcomes) == [False, True]
        assert world.purses(servers.connections[0], hanako)["PREPAID"][1] == 50

    def test_crosses_in_batches_without_a_deadlock(self, people: World, servers: Servers) -> None:
        till = people.callers["till"]
        for _ in range(50):
            batch = [
                world.asked(till, world.top_up(person, 10))
                for person in people.people[:3]
                for _ in range(4)
            ]
            first, second = servers.both(
                [
                    lambda c, chart: world.post(c, batch, chart=chart),  # noqa: B023
                    lambda c, chart: world.post(c, batch[::-1], chart=chart),  # noqa: B023
                ]
            )
            assert [o.receipt for o in first] == [o.receipt for o in reversed(second)]
        for person in people.people[:3]:
            assert world.purses(servers.connections[0], person)["PREPAID"] == (2000, 200)


class TestASuspension:
    def test_is_seen_by_a_till_that_waited_for_it(
        self, people: World, servers: Servers, fresh_database: FreshDatabase
    ) -> None:
        hanako, till = people.hanako, people.callers["till"]
        world.post(servers.connections[0], [world.asked(till, world.top_up(hanako, 1000))])
        sale = world.asked(till, world.sale(hanako, world.line(500)))
        with servers.connections[1].transaction():
            # What the office does first: it takes the member's lock, then writes the suspension.
            steps.run(servers.connections[1], at_till.lock_members(ids=[hanako.id]))
            waiting = servers.pool.submit(world.post, servers.connections[0], [sale])
            _until_somebody_waits(servers.connections[1])
            servers.connections[1].execute(
                "INSERT INTO members_suspension (coop_id, member_id, suspended_at, reason,"
                " by_kind, by_id, lifted_by_kind, lifted_by_id, lift_reason)"
                " VALUES (%s, %s, %s, '紛失', 'operator', 'x', '', '', '')",
                [hanako.coop_id, hanako.id, NOON],
            )
        [outcome] = waiting.result(20)
        assert world.answer(outcome)["reason"] == "card_suspended"

    def test_waits_for_the_till_that_is_serving(self, people: World, servers: Servers) -> None:
        hanako, till = people.hanako, people.callers["till"]
        first, second = servers.connections
        with first.transaction():
            world.post(first, [world.asked(till, world.top_up(hanako, 1000))])

            def stop() -> None:
                members.suspend(at=NOON, **world.suspension_of(hanako))

            stopping = servers.pool.submit(_on_its_own_connection, stop)
            _until_somebody_waits(second)
            assert not stopping.done()
        stopping.result(20)
        sale = world.asked(till, world.sale(hanako, world.line(500)))
        [outcome] = world.post(second, [sale])
        assert world.answer(outcome)["reason"] == "card_suspended"
        assert world.purses(second, hanako)["PREPAID"] == (1000, 1)


class TestADayClose:
    def test_beside_running_tills_loses_nothing(self, people: World, servers: Servers) -> None:
        till, other = people.callers["till"], people.callers["other till"]
        stop = threading.Event()
        answers: queue.SimpleQueue[Outcome] = queue.SimpleQueue()

        def serve(index: int) -> None:
            minute = 0
            while not stop.is_set():
                minute += 1
                at = NOON + timedelta(minutes=minute)
                requests = [
                    world.asked(till, world.top_up(people.people[index], 1)),
                    world.asked(other, world.top_up(people.jiro, 1)),
                ]
                posted = world.post(servers.connections[index], requests, at=at)
                for outcome in posted:
                    answers.put(outcome)

        running = [servers.pool.submit(serve, index) for index in range(2)]
        closes = []
        for day in range(5):
            time.sleep(0.1)
            closes += ledger.close_day(
                coop_id=2101,
                business_date=NOON.date() + timedelta(days=day),
                at=NOON,
                by=cast.OPERATOR,
            )
        stop.set()
        for future in running:
            future.result(30)
        assert list(proof.lies()) == []
        posted = answers.qsize()
        open_day = queries.day_contents(
            coop_id=2101, first=NOON.date() + timedelta(days=5), last=NOON.date().replace(year=2099)
        )
        counted = sum(close.entry_count for close in closes) + sum(d.entry_count for d in open_day)
        assert counted == posted / 2


def _until_somebody_waits(connection: world.Connection) -> None:
    """Until a backend of this database waits for a lock of another."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        row = connection.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND wait_event_type = 'Lock'"
        ).fetchone()
        if row and row[0]:
            return
        time.sleep(0.01)
    raise AssertionError("nobody waits")


def _on_its_own_connection(work: Callable[[], None]) -> None:
    from django.db import connections

    try:
        work()
    finally:
        connections.close_all()
