"""A paper as CSV, in UTF-8 with its mark or in CP932, so that no spreadsheet computes a cell."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import IO

from kumiai.kit import clock, csv_text
from kumiai.reports.paper import Cell, Column, Paper, Shape, Table

# What is asked for by name, and how Python writes it: for spreadsheets, and for older ones.
ENCODINGS = {"utf-8": "utf-8-sig", "cp932": "cp932"}
# What stands for a character that the encoding does not have.
NOT_THERE = "〓"


def write(paper: Paper, to: IO[bytes], *, encoding: str = "utf-8") -> str:
    """Write all tables below each other; which characters the encoding does not have.

    Such characters are written as 〓: nothing is dropped without a sign.
    """
    python_name = ENCODINGS[encoding]
    missing: set[str] = set()
    text = io.TextIOWrapper(to, encoding=python_name, newline="", write_through=False)
    rows = csv.writer(text, lineterminator="\r\n")
    for row in _rows(paper):
        rows.writerow([_written(cell, python_name, missing) for cell in row])
    text.flush()
    text.detach()
    return "".join(sorted(missing))


def _rows(paper: Paper) -> Iterator[Sequence[object]]:
    yield (paper.title, paper.coop_name, paper.about)
    yield (f"{paper.as_of.astimezone(clock.TOKYO):%Y-%m-%d %H:%M:%S}",)
    for note in (*paper.warnings, *paper.notes):
        yield (note,)
    for table in paper.tables:
        yield ()
        yield (table.title,)
        yield [column.heading for column in table.columns]
        yield from _of_table(table)


def _of_table(table: Table) -> Iterator[Sequence[object]]:
    for row in table.rows:
        yield [_cell(column, cell) for column, cell in zip(table.columns, row, strict=True)]
    if table.total is not None:
        yield [_cell(*each) for each in zip(table.columns, table.total, strict=True)]


def _cell(column: Column, value: Cell) -> object:
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.TOKYO):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if column.shape is Shape.TENTHS and isinstance(value, int):
        sign = "-" if value < 0 else ""
        return _Number(f"{sign}{abs(value) // 10}.{abs(value) % 10}")
    return "" if value is None else value


class _Number(str):
    """Digits that are a number, whatever they begin with."""

    __slots__ = ()


def _written(value: object, encoding: str, missing: set[str]) -> object:
    if isinstance(value, int | _Number):
        return value
    text = csv_text.inert(str(value))
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        for sign in set(text):
            if not _can(sign, encoding):
                missing.add(sign)
                text = text.replace(sign, NOT_THERE)
    return text


def _can(sign: str, encoding: str) -> bool:
    try:
        sign.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
