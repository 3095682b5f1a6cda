"""Steps run alike on both drivers: what is asked is answered, what fails is raised."""

import asyncio
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from psycopg import errors

from kumiai.kit import steps
from kumiai.kit.pipeline import Pipeline
from kumiai.kit.steps import Steps, ask, tell, together
from tests import databases


def count_up(limit: int) -> Steps[list[int]]:
    """Ask for each number after the one before."""
    yield from tell("CREATE TEMPORARY TABLE told (number int) ON COMMIT DROP", {})
    found = [0]
    while found[-1] < limit:
        last = {"numbers": [found[-1]]}
        yield from tell("INSERT INTO told SELECT unnest(%(numbers)b::int[])", last)
        [(number,)] = yield from ask("SELECT max(number) + 1 FROM told", {})
        found.append(number)
    return found


def doubled(number: int, *, times: int) -> Steps[list[int]]:
    found: list[int] = []
    for _ in range(times):
        given = {"numbers": [number]}
        yield from tell("SELECT unnest(%(numbers)b::int[])", given)
        [(number,)] = yield from ask("SELECT 2 * unnest(%(numbers)b::int[])", given)
        found.append(number)
    return found


def failing(statement: str) -> Steps[None]:
    yield from tell(statement, {})
    yield from ask("SELECT 1", {})


def told_last(text: str) -> Steps[None]:
    yield from tell("SELECT unnest(%(texts)b::text[])::int", {"texts": [text]})


def raising() -> Steps[None]:
    yield from ask("SELECT 1", {})
    raise ZeroDivisionError


def silent() -> Steps[str]:
    """Nothing to ask for: a generator all the same."""
    yield from ()
    return "nothing"


def synchronously(*works: Steps[Any]) -> list[Any]:
    """What each work comes to, one after the other on one connection: a result or an error."""
    databases.CLUSTER.enter()
    with psycopg.connect(databases.CLUSTER.url("postgres"), autocommit=True) as connection:
        return [_tried(connection, work) for work in works]


def _tried(connection: psycopg.Connection[Any], work: Steps[Any]) -> Any:
    try:
        with connection.transaction():
            return steps.run(connection, work)
    except psycopg.Error as error:
        return error


def in_a_pipeline(*works: Steps[Any]) -> list[Any]:
    """The same as a till server does it."""

    async def run() -> list[Any]:
        connecting = psycopg.AsyncConnection.connect(
            databases.CLUSTER.url("postgres"), autocommit=True
        )
        async with await connecting as connection:
            pipeline = Pipeline(connection)
            return [await _tried_in(pipeline, work) for work in works]

    databases.CLUSTER.enter()
    return asyncio.run(run())


async def _tried_in(pipeline: Pipeline, work: Steps[Any]) -> Any:
    try:
        return await pipeline.run(work)
    except psycopg.Error as error:
        return error


@pytest.mark.parametrize("drive", [synchronously, in_a_pipeline])
class TestSteps:
    def test_are_answered_in_order(self, drive: Callable[..., Any]) -> None:
        assert drive(count_up(20), count_up(3)) == [list(range(21)), [0, 1, 2, 3]]

    def test_may_ask_nothing(self, drive: Callable[..., Any]) -> None:
        assert drive(silent(), silent()) == ["nothing", "nothing"]

    def test_raise_what_the_database_says_and_go_on(self, drive: Callable[..., Any]) -> None:
        failed, after = drive(failing("SELECT FROM not_there"), count_up(3))
        assert isinstance(failed, errors.UndefinedTable)
        assert after == [0, 1, 2, 3]

    def test_that_fail_at_the_very_end_leave_nothing_behind(
        self, drive: Callable[..., Any]
    ) -> None:
        """The last told step fails when nobody asks any more; what follows is not its victim."""
        failed, seen, again = drive(told_last("x"), doubled(1, times=2), told_last("7"))
        assert isinstance(failed, errors.InvalidTextRepresentation)
        assert seen == [2, 4]
        assert again is None

    def test_that_raise_by_themselves_are_rolled_back(self, drive: Callable[..., Any]) -> None:
        with pytest.raises(ZeroDivisionError):
            drive(raising())
        assert drive(count_up(2)) == [[0, 1, 2]]

    def test_take_packed_columns(self, drive: Callable[..., Any]) -> None:
        def summed() -> Steps[int]:
            [(total,)] = yield from ask(
                "SELECT sum(number)::int FROM unnest(%(numbers)b::bigint[]) AS number",
                {"numbers": [1, 2, 3]},
            )
            return int(total)

        assert drive(summed()) == [6]

    def test_travel_together_and_come_back_to_whom_they_belong(
        self, drive: Callable[..., Any]
    ) -> None:
        """Works of different lengths, one of which asks nothing; each gets its own answers."""
        works = together(doubled(1, times=5), silent(), doubled(3, times=2))
        [(first, nothing, second)] = drive(works)
        assert (first, nothing, second) == ([2, 4, 8, 16, 32], "nothing", [6, 12])
        assert drive(together()) == [()]
