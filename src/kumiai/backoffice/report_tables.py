"""A paper as a page shows it: every cell written, long tables cut, files for the whole."""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.utils import translation

from kumiai.kit import clock
from kumiai.reports.paper import Cell, Column, Paper, Row, Shape, Table
from kumiai.ui import wording

ROWS_SHOWN = 200

Written = Sequence[tuple[Column, str]]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table for a template; `is_cut` if a file has more rows."""

    title: str
    columns: tuple[Column, ...]
    rows: list[Written]
    total: Written | None
    is_cut: bool


def shown(paper: Paper) -> list[ShownTable]:
    """The tables of a paper that have anything in them."""
    return [table for each in paper.tables if (table := _shown(each)).rows]


def _shown(table: Table) -> ShownTable:
    rows = _first(table.rows, ROWS_SHOWN + 1)
    return ShownTable(
        title=table.title,
        columns=table.columns,
        rows=[_written(table, row) for row in rows[:ROWS_SHOWN]],
        total=_written(table, table.total) if table.total is not None else None,
        is_cut=len(rows) > ROWS_SHOWN,
    )


def _first(rows: Iterable[Row], count: int) -> list[Row]:
    """So many rows; what the database still has ready it need not keep."""
    found = list(islice(rows, count))
    if isinstance(rows, Generator):
        rows.close()
    return found


def _written(table: Table, row: Row) -> Written:
    return [(column, _text(column, cell)) for column, cell in zip(table.columns, row, strict=True)]


def _text(column: Column, value: Cell) -> str:
    language = translation.get_language() or "ja"
    if isinstance(value, datetime):
        moment = value.astimezone(clock.TOKYO)
        return f"{wording.short_date(moment, language)} {wording.clock_time(moment)}"
    if isinstance(value, date):
        return wording.long_date(value, language)
    if isinstance(value, int):
        sign = "−" if value < 0 else ""
        is_tenths = column.shape is Shape.TENTHS
        write = wording.point_figure if is_tenths else wording.thousands
        return f"{sign}{write(abs(value))}"
    return value or ""
