"""Database work written without I/O: generators of steps, and the driver that runs them.

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


Bundle = list[Step]  # Steps that need not wait for one another's answers.
Steps = Generator[Bundle, list[list[Row]], T]


def ask(statement: str, parameters: Mapping[str, Any]) -> Steps[list[Row]]:
    """The rows a statement answers: `rows = yield from ask(…)`."""
    (rows,) = yield [Step(statement, parameters, is_answered=True)]
    return rows


def tell(statement: str, parameters: Mapping[str, Any]) -> Steps[None]:
    """A statement that must only succeed; where it fails, a later step or the commit raises."""
    yield [Step(statement, parameters, is_answered=False)]


def together(*works: Steps[Any]) -> Steps[tuple[Any, ...]]:
    """Several works side by side, so that their steps travel together; what each returns.

    Their statements still run one after the other, in the order given.
    """
    results: list[Any] = [None] * len(works)
    waiting: dict[int, Bundle] = {}
    for index, work in enumerate(works):
        _advance(work, None, index, waiting, results)
    while waiting:
        indexes = sorted(waiting)
        bundle = [step for index in indexes for step in waiting[index]]
        answers = iter((yield bundle))
        for index in indexes:
            answer = [next(answers) for _ in waiting.pop(index)]
            _advance(works[index], answer, index, waiting, results)
    return tuple(results)


def _advance(
    work: Steps[Any],
    answer: list[list[Row]] | None,
    index: int,
    waiting: dict[int, Bundle],
    results: list[Any],
) -> None:
    try:
        waiting[index] = next(work) if answer is None else work.send(answer)
    except StopIteration as end:
        results[index] = end.value


def run(connection: psycopg.Connection[Any], steps: Steps[T]) -> T:
    """Run steps to their end, in the caller's transaction, and return what they return.

    For Django's connection this is `connection.connection`: parameters are sent apart from the
    statement, not written into it. Raises psycopg's errors.
    """
    with psycopg.Cursor(connection) as cursor:
        try:
            bundle = next(steps)
            while True:
                answers = []
                for step in bundle:
                    packed = columns.packed(step.statement, step.parameters)
                    cursor.execute(step.statement.encode(), packed)
                    answers.append(cursor.fetchall() if step.is_answered else [])
                bundle = steps.send(answers)
        except StopIteration as end:
            result: T = end.value
            return result
