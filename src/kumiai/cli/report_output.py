"""Where a report goes: the terminal, a CSV file or a spreadsheet; in Japanese or in English."""

import contextlib
import functools
import os
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from kumiai.cli import refusal, usage
from kumiai.kit import clock

if TYPE_CHECKING:
    from kumiai.reports.paper import Cell, Column, Paper, Table

FILE = click.Path(dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class Output:
    """What was asked for: at most one file."""

    csv: Path | None
    xlsx: Path | None
    encoding: str
    english: bool

    @contextlib.contextmanager
    def language(self) -> Iterator[None]:
        """The language of headings and sentences."""
        from django.utils import translation

        with translation.override("en" if self.english else "ja"):
            yield

    def give(self, paper: "Paper") -> None:
        """Show the paper, or write it into the file."""
        if self.csv:
            self._give_csv(paper, self.csv)
        elif self.xlsx:
            from kumiai.reports import xlsx_file

            with written(self.xlsx) as file:
                xlsx_file.write(paper, file)
            click.echo(str(self.xlsx))
        else:
            show(paper)

    def _give_csv(self, paper: "Paper", path: Path) -> None:
        from kumiai.reports import csv_file

        with written(path) as file:
            missing = csv_file.write(paper, file, encoding=self.encoding)
        click.echo(str(path))
        if missing:
            click.echo(
                f"CP932にない文字を〓にしました: {missing}\n"
                f"Characters that CP932 does not have, written as 〓: {missing}",
                err=True,
            )


def outputs(command: Callable[..., Any]) -> Callable[..., Any]:
    """Options that say where a report goes, handed to the command as `output`."""

    @click.option("--csv", type=FILE, help="Write CSV into this file.")
    @click.option("--xlsx", type=FILE, help="Write an Excel file.")
    @click.option(
        "--encoding",
        type=click.Choice(["utf-8", "cp932"]),
        default="utf-8",
        help="Of the CSV: UTF-8 with its mark, or CP932 for older spreadsheets.",
    )
    @click.option("--english", is_flag=True, help="Headings and sentences in English.")
    @functools.wraps(command)
    def wrapped(
        *, csv: Path | None, xlsx: Path | None, encoding: str, english: bool, **more: Any
    ) -> Any:
        if csv and xlsx:
            raise usage.Misused(
                "--csv と --xlsx はどちらか一つにしてください。\nGive --csv or --xlsx, not both."
            )
        return command(output=Output(csv, xlsx, encoding, english), **more)

    return wrapped


@contextlib.contextmanager
def written(path: Path) -> Iterator[IO[bytes]]:
    """A file that is there whole, for its owner only, or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            yield file
        part.replace(path)
    except OSError as error:
        raise refusal.Refused(
            f"{path}に書き込めません: {error.strerror}", f"Cannot write {path}: {error.strerror}"
        ) from error
    finally:
        part.unlink(missing_ok=True)


def show(paper: "Paper") -> None:
    """The paper as text: columns to the right are numbers."""
    click.echo(f"{paper.title}  {paper.coop_name}  {paper.about}")
    click.echo(f"{paper.as_of.astimezone(clock.TOKYO):%Y-%m-%d %H:%M:%S}")
    for warning in paper.warnings:
        click.echo(f"⚠ {warning}")
    for note in paper.notes:
        click.echo(f"・{note}")
    for table in paper.tables:
        _show_table(table)


def _show_table(table: "Table") -> None:
    rows = [[_text(*each) for each in _zip(table, row)] for row in table.rows]
    if table.total is not None:
        rows.append([_text(*each) for each in _zip(table, table.total)])
    if not rows:
        return
    click.echo(f"\n■ {table.title}")
    lines = [[column.heading for column in table.columns], *rows]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = zip(table.columns, line, widths, strict=True)
        click.echo("  ".join(_padded(*each) for each in cells).rstrip())


def _zip(table: "Table", row: "Sequence[Cell]") -> "Iterator[tuple[Column, Cell]]":
    return zip(table.columns, row, strict=True)


def _text(column: "Column", value: "Cell") -> str:
    from kumiai.reports.paper import Shape

    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.TOKYO):%Y-%m-%d %H:%M}"
    if isinstance(value, int) and column.shape is Shape.TENTHS:
        sign = "-" if value < 0 else ""
        return f"{sign}{abs(value) // 10:,}.{abs(value) % 10}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _padded(column: "Column", text: str, width: int) -> str:
    space = " " * (width - _width(text))
    return f"{space}{text}" if column.shape.is_number else f"{text}{space}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
