"""A paper as a spreadsheet: a sheet for each table, text as text whatever it begins with."""

from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from kumiai.kit import clock
from kumiai.reports.paper import Cell, Column, Paper, Shape, Table

SHEET_NAME_MAX = 31
# Signs that a sheet's name may not have.
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", "・"))
_FORMATS = {
    Shape.COUNT: "#,##0",
    Shape.YEN: "#,##0;[Red]-#,##0",
    Shape.TENTHS: "#,##0.0;[Red]-#,##0.0",
    Shape.DAY: "yyyy-mm-dd",
    Shape.MOMENT: "yyyy-mm-dd hh:mm",
}
_WIDTHS = {Shape.WORDS: 22, Shape.MOMENT: 17}


def write(paper: Paper, to: IO[bytes]) -> None:
    """Write all tables, row by row: what is written is not kept in memory."""
    # Every page of the office knows this module; few people want a spreadsheet.
    import xlsxwriter  # noqa: PLC0415

    book = xlsxwriter.Workbook(to, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    try:
        _cover(book, paper)
        formats = {shape: book.add_format({"num_format": code}) for shape, code in _FORMATS.items()}
        heading = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        for number, table in enumerate(paper.tables, start=1):
            name = f"{number} {table.title.translate(_NOT_IN_NAMES)}"[:SHEET_NAME_MAX]
            _table(book.add_worksheet(name), table, formats, heading)
    finally:
        book.close()


def _cover(book: Any, paper: Paper) -> None:
    sheet = book.add_worksheet(paper.title.translate(_NOT_IN_NAMES)[:SHEET_NAME_MAX])
    sheet.set_column(0, 0, 100)
    as_of = f"{paper.as_of.astimezone(clock.TOKYO):%Y-%m-%d %H:%M:%S}"
    lines = (paper.title, paper.coop_name, paper.about, as_of, *paper.warnings, *paper.notes)
    for row, line in enumerate(lines):
        sheet.write_string(row, 0, line)


def _table(sheet: Any, table: Table, formats: dict[Shape, Any], heading: Any) -> None:
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, _WIDTHS.get(column.shape, 13))
        sheet.write_string(0, place, column.heading, heading)
    row = 0
    for row, cells in enumerate(table.rows, start=1):
        _row(sheet, row, table.columns, cells, formats)
    if table.total is not None:
        _row(sheet, row + 1, table.columns, table.total, formats)


def _row(
    sheet: Any, row: int, columns: tuple[Column, ...], cells: Any, formats: dict[Shape, Any]
) -> None:
    for place, (column, value) in enumerate(zip(columns, cells, strict=True)):
        _cell(sheet, (row, place), value, column.shape, formats.get(column.shape))


def _cell(sheet: Any, at: tuple[int, int], value: Cell, shape: Shape, form: Any) -> None:
    match value:
        case None | "":
            return
        case datetime():
            moment = value.astimezone(clock.TOKYO).replace(tzinfo=None)
            sheet.write_datetime(*at, moment, form)
        case date():
            sheet.write_datetime(*at, value, form)
        case int():
            sheet.write_number(*at, Decimal(value) / 10 if shape is Shape.TENTHS else value, form)
        case str():
            sheet.write_string(*at, value)
