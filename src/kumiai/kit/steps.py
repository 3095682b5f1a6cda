"""Database work written without I/O: generators of steps, and the two drivers that run them.

A step is (statement, parameters); what the database answers is sent back as a list of rows. One
text of such code serves the synchronous pages and the asynchronous till server alike.
"""

from collections.abc import Generator, Mapping
from typing import Any, Protocol, TypeVar

import psycopg

T = TypeVar("T")
Step = tuple[str, Mapping[str, Any]]
Row = tuple[Any, ...]
Steps = Generator[Step, list[Row], T]


class Cursor(Protocol):
    """What the synchronous driver needs of a cursor; Django's and psycopg's both have it."""

    @property
    def description(self) -> Any: ...

    def execute(self, query: Any, params: Any = None, /) -> Any: ...

    def fetchall(self) -> list[Any]: ...


def run(cursor: Cursor, steps: Steps[T]) -> T:
    """Run steps to their end, in the caller's transaction, and return what they return."""
    try:
        statement, parameters = next(steps)
        while True:
            cursor.execute(statement, parameters)
            rows = cursor.fetchall() if cursor.description else []
            statement, parameters = steps.send(rows)
    except StopIteration as end:
        result: T = end.value
        return result


async def run_async(cursor: psycopg.AsyncCursor[Row], steps: Steps[T]) -> T:
    """The same on an asynchronous cursor."""
    try:
        statement, parameters = next(steps)
        while True:
            await cursor.execute(statement.encode(), parameters)
            rows = await cursor.fetchall() if cursor.description else []
            statement, parameters = steps.send(rows)
    except StopIteration as end:
        result: T = end.value
        return result
