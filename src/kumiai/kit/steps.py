"""Database work written without I/O: generators of steps, and the two drivers that run them.

A step is a statement with its parameters, whole columns as lists. What the database answers is
sent back as a list of rows; a step that is only told waits for no answer. One text of such code
serves the synchronous pages and the asynchronous till server alike.
"""

from collections.abc import Generator, Mapping
from typing import Any, NamedTuple, TypeVar

import psycopg

from kumiai.kit import columns

T = TypeVar("T")
Row = tuple[Any, ...]


class Step(NamedTuple):
    """One statement; `is_answered` unless nothing of its answer is needed."""

    statement: str
    parameters: Mapping[str, Any]
    is_answered: bool


Steps = Generator[Step, list[Row], T]


def ask(statement: str, parameters: Mapping[str, Any]) -> Step:
    """A step whose rows are sent back."""
    return Step(statement, parameters, is_answered=True)


def tell(statement: str, parameters: Mapping[str, Any]) -> Step:
    """A step that must only succeed; where it fails, a later step or the commit raises."""
    return Step(statement, parameters, is_answered=False)


def run(connection: psycopg.Connection[Any], steps: Steps[T]) -> T:
    """Run steps to their end, in the caller's transaction, and return what they return.

    For Django's connection this is `connection.connection`: parameters are sent apart from the
    statement, not written into it. Raises psycopg's errors.
    """
    with psycopg.Cursor(connection) as cursor:
        try:
            step = next(steps)
            while True:
                packed = columns.packed(step.statement, step.parameters)
                cursor.execute(step.statement.encode(), packed)
                step = steps.send(cursor.fetchall() if step.is_answered else [])
        except StopIteration as end:
            result: T = end.value
            return result


async def run_async(cursor: psycopg.AsyncCursor[Row], steps: Steps[T]) -> T:
    """The same on an asynchronous cursor; in a pipeline, told steps travel with the next asked."""
    try:
        step = next(steps)
        while True:
            packed = columns.packed(step.statement, step.parameters)
            await cursor.execute(step.statement.encode(), packed)
            step = steps.send(await cursor.fetchall() if step.is_answered else [])
    except StopIteration as end:
        result: T = end.value
        return result
