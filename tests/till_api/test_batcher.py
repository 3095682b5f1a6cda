"""The batcher by itself, on a real database: who shares a transaction with whom, and who waits."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from kumiai.kit import clock
from kumiai.ledger.models import Entry
from kumiai.ledger.posting import Request
from kumiai.till_api import batcher
from kumiai.till_api.batcher import Batcher
from tests.databases import FreshDatabase
from tests.ledger import world
from tests.ledger.world import World

A_DAY_SECONDS = 86_400.0


@contextlib.asynccontextmanager
async def running(url: str) -> AsyncIterator[Batcher]:
    at_work = Batcher(url, clock.now)
    await at_work.start()
    try:
        yield at_work
    finally:
        await at_work.stop()


@pytest.fixture
def asked(here: World) -> list[Request]:
    """Four top-ups, each of another id."""
    caller = world.caller(here.coop.till.key)
    return [world.asked(caller, world.top_up(here.hanako, 10 + n)) for n in range(4)]


class TestJoining:
    """Whoever is answered while others wait asks again in time for the next batch."""

    def test_puts_those_who_return_into_the_batch_of_those_who_waited(
        self, monkeypatch: pytest.MonkeyPatch, module_database: FreshDatabase, asked: list[Request]
    ) -> None:
        monkeypatch.setattr(batcher, "JOINING_SECONDS", A_DAY_SECONDS)
        first, waiting, again, _ = asked

        async def at_the_tills() -> None:
            async with running(module_database.url) as line:
                answered = line.hand_in(first)
                await asyncio.sleep(0)  # The first is on its way now, by itself.
                waited = line.hand_in(waiting)
                await answered
                assert not waited.done()
                returned = line.hand_in(again)
                await asyncio.gather(waited, returned)

        asyncio.run(at_the_tills())
        moments = {
            entry.pk: entry.posted_at
            for entry in Entry.objects.filter(pk__in=[each.id for each in asked])
        }
        # One batch has one moment.
        assert moments[waiting.id] == moments[again.id] != moments[first.id]

    def test_does_not_wait_for_those_who_stay_away(
        self, module_database: FreshDatabase, asked: list[Request]
    ) -> None:
        async def at_the_tills() -> None:
            async with running(module_database.url) as line:
                answered = line.hand_in(asked[0])
                await asyncio.sleep(0)
                waited = line.hand_in(asked[1])
                await asyncio.wait_for(asyncio.gather(answered, waited), A_DAY_SECONDS)

        asyncio.run(at_the_tills())
        assert Entry.objects.filter(pk__in=[each.id for each in asked]).count() == 2

    def test_keeps_nobody_from_being_answered_before_the_end(
        self, monkeypatch: pytest.MonkeyPatch, module_database: FreshDatabase, asked: list[Request]
    ) -> None:
        monkeypatch.setattr(batcher, "JOINING_SECONDS", A_DAY_SECONDS)

        async def at_the_tills() -> None:
            async with running(module_database.url) as line:
                answered = line.hand_in(asked[0])
                await asyncio.sleep(0)
                waited = line.hand_in(asked[1])
                await answered
            assert waited.done()

        asyncio.run(at_the_tills())

    def test_is_not_waited_for_where_enough_wait(
        self, monkeypatch: pytest.MonkeyPatch, module_database: FreshDatabase, asked: list[Request]
    ) -> None:
        monkeypatch.setattr(batcher, "JOINING_SECONDS", A_DAY_SECONDS)
        monkeypatch.setattr(batcher, "ENOUGH", 2)

        async def at_the_tills() -> None:
            async with running(module_database.url) as line:
                answered = line.hand_in(asked[0])
                await asyncio.sleep(0)
                waited = [line.hand_in(each) for each in asked[1:]]
                await asyncio.gather(answered, *waited)

        asyncio.run(at_the_tills())
        assert Entry.objects.filter(pk__in=[each.id for each in asked]).count() == 4
