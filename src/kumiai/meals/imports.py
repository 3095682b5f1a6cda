"""A co-op's dishes as a CSV file: rows, or problems with line, column and reason.

Pure, and prepared for hostile bytes: whatever comes in, what goes out is a `DishFile` or
`NotADishFile`.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

from kumiai.kit import csv_text, japanese
from kumiai.kit.csv_table import Heading
from kumiai.kit.csv_text import NotCsv, Record
from kumiai.meals import cells
from kumiai.meals.cells import BadCell, DishRow
from kumiai.meals.nutrition import NUTRIENTS

ROWS_MAX = 20_000
# The header of each field of DishRow and of its figures, as messages name it.
HEADER_OF = {
    "code": "料理コード",
    "name": "料理名",
    "starts_on": "適用開始日",
    **{field: f"{known.name}({known.unit})" for field, known in NUTRIENTS.items()},
}
OPTIONAL = ("starts_on",)
REQUIRED = tuple(field for field in HEADER_OF if field not in OPTIONAL)
ALSO_CALLED = {
    "商品コード": "code",
    "メニュー名": "name",
    "エネルギー": "energy_kcal",
    "熱量(kcal)": "energy_kcal",
    "食塩(g)": "salt_mg",
    "塩分(g)": "salt_mg",
    "野菜量(g)": "vegetables_g",
    "赤": "red_tenths",
    "緑": "green_tenths",
    "黄": "yellow_tenths",
    "ビタミンA(ug)": "vitamin_a_ug",
    "ビタミンA(mcg)": "vitamin_a_ug",
    "ビタミンA(μgRAE)": "vitamin_a_ug",
}
# Looked up folded, as headers are typed with whichever kana, brackets and width.
FIELD_OF = {
    japanese.fold_kana(header): field
    for header, field in ({h: f for f, h in HEADER_OF.items()} | ALSO_CALLED).items()
}
HEADING = Heading(HEADER_OF, FIELD_OF, REQUIRED)


class NotADishFile(NotCsv):
    """The file as a whole cannot be taken; says why, in Japanese and in English."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why one row cannot be taken: where it begins, which column, and the reason."""

    line: int
    column: str
    japanese: str
    english: str


@dataclass(frozen=True, slots=True)
class DishFile:
    """What a file says: the dishes that make sense, and what is wrong with the others."""

    digest: bytes
    rows: tuple[DishRow, ...]
    problems: tuple[RowProblem, ...]


def read(raw: bytes, *, starts_on: date) -> DishFile:
    """Read the bytes of a dish file; rows without a day of their own count from `starts_on`.

    Raises NotADishFile where the file as a whole is not one.
    """
    try:
        records = csv_text.records(csv_text.decode(raw))
        reader = _Reader(HEADING.fields(records), starts_on=starts_on)
        for record in records:
            reader.take(record)
    except NotCsv as problem:
        raise NotADishFile(problem.japanese, problem.english, line=problem.line) from problem
    return reader.file(hashlib.sha256(raw).digest())


class _Reader:
    """Takes record by record, each dish once for a day."""

    def __init__(self, fields: tuple[str, ...], *, starts_on: date) -> None:
        self._fields = fields
        self._starts_on = starts_on
        self._rows: dict[tuple[str, date], DishRow] = {}
        self._problems: list[RowProblem] = []

    def take(self, record: Record) -> None:
        try:
            row = cells.dish_row(record.line, self._values(record), starts_on=self._starts_on)
            self._check_once(row)
        except BadCell as bad:
            column = HEADER_OF.get(bad.field, bad.field)
            self._problems.append(RowProblem(record.line, column, bad.japanese, bad.english))
        else:
            self._rows[row.code, row.starts_on] = row
        if len(self._rows) + len(self._problems) > ROWS_MAX:
            raise NotADishFile(
                f"行が多すぎます。上限は{ROWS_MAX:,}行です。",
                f"too many rows: at most {ROWS_MAX:,} are taken",
                line=record.line,
            )

    def file(self, digest: bytes) -> DishFile:
        if not self._rows and not self._problems:
            raise NotADishFile(
                "見出しだけで、料理の行がありません。", "there is a header but not one row"
            )
        return DishFile(digest, tuple(self._rows.values()), tuple(self._problems))

    def _values(self, record: Record) -> dict[str, str]:
        values = list(record.cells)
        while len(values) > len(self._fields) and not values[-1]:
            values.pop()
        if len(values) != len(self._fields):
            raise BadCell(
                "-",
                f"列の数が{len(values)}です({len(self._fields)}列のはずです)。",
                f"{len(values)} cells where the header has {len(self._fields)}",
            )
        return dict(zip(self._fields, values, strict=True))

    def _check_once(self, row: DishRow) -> None:
        before = self._rows.get((row.code, row.starts_on))
        if before is not None:
            raise BadCell(
                "code",
                f"{before.line}行目と同じ料理コードと適用開始日です({row.code})。",
                f"{row.code} with this day is on line {before.line} already",
            )
