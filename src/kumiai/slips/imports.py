"""A pile of payment slips as a CSV file: rows, or problems with line, column and reason.

Pure, and prepared for hostile bytes: whatever comes in, what goes out is a `SlipFile` or
`NotASlipFile`.
"""

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from kumiai.kit import csv_text, japanese
from kumiai.kit.csv_table import Heading
from kumiai.kit.csv_text import NotCsv, Record
from kumiai.members import rules as members
from kumiai.slips import cells, rules
from kumiai.slips.cells import BadCell, SlipRow

# The header of each field of SlipRow, as messages name it.
HEADER_OF = {
    "paid_on": "払込日",
    "amount_yen": "金額",
    "member_number": "組合員番号",
    "reference": "払込票番号",
    "payer_kana": "払込人",
}
ALSO_CALLED = {
    "入金日": "paid_on",
    "払込金額": "amount_yen",
    "入金額": "amount_yen",
    "整理番号": "reference",
    "払込人名": "payer_kana",
    "ご依頼人": "payer_kana",
}
# Looked up folded, as headers are typed with whichever kana.
FIELD_OF = {
    japanese.fold_kana(header): field
    for header, field in ({h: f for f, h in HEADER_OF.items()} | ALSO_CALLED).items()
}
REQUIRED = ("paid_on", "amount_yen", "member_number")
HEADING = Heading(HEADER_OF, FIELD_OF, REQUIRED)


class NotASlipFile(NotCsv):
    """The file as a whole cannot be taken; says why, in Japanese and in English."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why one row cannot be taken: where it begins, which column, and the reason."""

    line: int
    column: str
    japanese: str
    english: str


@dataclass(frozen=True, slots=True)
class SlipFile:
    """What a file says: the payments that make sense, and what is wrong with the others."""

    coop_id: int
    digest: bytes
    rows: tuple[SlipRow, ...]
    problems: tuple[RowProblem, ...]


def read(
    raw: bytes,
    *,
    coop_id: int | None,
    today: date,
    progress: Callable[[int], None] | None = None,
) -> SlipFile:
    """Read the bytes of a slip file; without `coop_id` the first good number names the co-op.

    `progress` is told the line reached. Raises NotASlipFile where the file as a whole is not one.
    """
    try:
        records = csv_text.records(csv_text.decode(raw))
        reader = _Reader(HEADING.fields(records), coop_id=coop_id, today=today)
        for record in records:
            reader.take(record)
            if progress:
                progress(record.line)
    except NotCsv as problem:
        raise NotASlipFile(problem.japanese, problem.english, line=problem.line) from problem
    return reader.file(hashlib.sha256(raw).digest())


def no_such_member(row: SlipRow) -> RowProblem:
    """The problem that shows only beside what is stored: nobody has this number."""
    return RowProblem(
        row.line,
        HEADER_OF["member_number"],
        f"この番号の組合員はいません({row.member_number})。",
        f"nobody has the number {row.member_number}",
    )


class _Reader:
    """Takes record by record; counts like lines, so that each payment has its own fingerprint."""

    def __init__(self, fields: tuple[str, ...], *, coop_id: int | None, today: date) -> None:
        self._fields = fields
        self._coop_id = coop_id
        self._today = today
        self._rows: list[SlipRow] = []
        self._problems: list[RowProblem] = []
        self._like: Counter[tuple[object, ...]] = Counter()

    def take(self, record: Record) -> None:
        try:
            row = cells.slip_row(record.line, self._values(record), today=self._today)
            self._check_coop(row)
        except BadCell as bad:
            column = HEADER_OF.get(bad.field, bad.field)
            self._problems.append(RowProblem(record.line, column, bad.japanese, bad.english))
        else:
            self._rows.append(replace(row, fingerprint=self._fingerprint(row)))

    def file(self, digest: bytes) -> SlipFile:
        if not self._rows and not self._problems:
            raise NotASlipFile(
                "見出しだけで、払込の行がありません。", "there is a header but not one row"
            )
        return SlipFile(
            coop_id=self._coop_id or 0,
            digest=digest,
            rows=tuple(self._rows),
            problems=tuple(self._problems),
        )

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

    def _check_coop(self, row: SlipRow) -> None:
        if self._coop_id is None:
            self._coop_id = members.coop_of(row.member_number)
        if members.coop_of(row.member_number) != self._coop_id:
            raise BadCell(
                "member_number",
                f"他の生協の番号です({row.member_number})。{self._coop_id}で始まるはずです。",
                f"{row.member_number} belongs to another co-op than {self._coop_id}",
            )

    def _fingerprint(self, row: SlipRow) -> bytes:
        key = (row.paid_on, row.amount_yen, row.member_number, row.reference)
        self._like[key] += 1
        return rules.fingerprint(
            paid_on=row.paid_on,
            amount_yen=row.amount_yen,
            member_number=row.member_number,
            reference=row.reference,
            occurrence=self._like[key],
        )
