"""A database that goes away and comes back: 503s meanwhile, no restart, nothing lost or doubled."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kumiai.kit import embedded_postgres
from tests.ledger import world
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Answer, Tills

REFUSALS = 3
WAIT_SECONDS_MAX = 30.0
# A lane gives up after eight seconds, and says so; whoever hears later has been forgotten.
ANSWER_SECONDS_MAX = 10.0


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[embedded_postgres.Server]:
    """A PostgreSQL of this test's own."""
    own = embedded_postgres.Server(tmp_path / "database")
    own.start()
    yield own
    own.stop()


@pytest.fixture
def here(own_server: embedded_postgres.Server, django_db_blocker: Any) -> Iterator[World]:
    """Both co-ops, on that server."""
    from django.core import management
    from django.db import connection

    settings = connection.settings_dict
    kept = {name: settings[name] for name in ("HOST", "USER", "NAME", "PORT")}
    with django_db_blocker.unblock():
        connection.close()
        settings |= {
            "HOST": str(own_server.socket_folder()),
            "USER": embedded_postgres.ROLE,
            "NAME": embedded_postgres.DATABASE,
            "PORT": str(embedded_postgres.PORT),
        }
        try:
            management.call_command("migrate", verbosity=0)
            made = world.make()
            connection.close()
            yield made
        finally:
            connection.close()
            settings |= kept


class Teller(threading.Thread):
    """Tops up one yen after another, each until it is answered, as tills are told to."""

    def __init__(self, tills: Tills, here: World, index: int) -> None:
        super().__init__()
        self.tills, self.here, self.index = tills, here, index
        self.ending = threading.Event()
        self.settled: list[Answer] = []
        self.refused: list[tuple[float, Answer]] = []
        self.slowest = 0.0

    def run(self) -> None:
        while not self.ending.is_set():
            sent = server.event(self.here.people[self.index].card, amount=1)
            while True:
                began = time.monotonic()
                answer = self.tills.post(self.here.coop.till, "/v1/top-ups", sent)
                self.slowest = max(self.slowest, time.monotonic() - began)
                if answer.status == 200:
                    self.settled.append(answer)
                    break
                self.refused.append((time.monotonic(), answer))
                time.sleep(0.05)


class TestADatabaseThatGoesAway:
    def test_and_comes_back_loses_and_doubles_nothing(
        self, own_server: embedded_postgres.Server, here: World
    ) -> None:
        with server.running(own_server.url()) as tills:
            tellers = [Teller(tills, here, index) for index in range(3)]
            for teller in tellers:
                teller.start()
            _until(lambda: all(len(teller.settled) > 5 for teller in tellers))
            _kill(own_server)
            _until(lambda: all(len(teller.refused) >= REFUSALS for teller in tellers))
            assert tills.is_alive()
            own_server.start()
            back = [len(teller.settled) for teller in tellers]
            _until(lambda: all(len(t.settled) > n + 5 for t, n in zip(tellers, back, strict=True)))
            for teller in tellers:
                teller.ending.set()
            for teller in tellers:
                teller.join(30)
            self._check(own_server, here, tellers)

    def _check(
        self, own_server: embedded_postgres.Server, here: World, tellers: list[Teller]
    ) -> None:
        from kumiai.cli import proof

        for teller in tellers:
            codes = {answer.problem()[:2] for _, answer in teller.refused}
            assert codes
            assert codes <= {(503, "outcome_unknown"), (503, "busy")}
            assert teller.slowest < ANSWER_SECONDS_MAX
        with world.connect(own_server.url()) as connection:
            for index, teller in enumerate(tellers):
                count = len(teller.settled)
                purses = world.purses(connection, here.people[index])
                assert purses["PREPAID"] == (count, count)
                versions = [a.body["purse_versions"]["prepaid"] for a in teller.settled]
                assert versions == list(range(1, count + 1))
        assert list(proof.lies()) == []


def _until(is_so: Any) -> None:
    deadline = time.monotonic() + WAIT_SECONDS_MAX
    while not is_so():
        assert time.monotonic() < deadline, "the tills do not work"
        time.sleep(0.02)


def _kill(own_server: embedded_postgres.Server) -> None:
    """Stop it at once, whoever is connected."""
    own_server.stop()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(own_server.url(), connect_timeout=2)
