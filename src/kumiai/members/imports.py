"""A member file: CSV rows become typed rows, or problems with line, column and reason.

Pure, and prepared for hostile bytes: whatever comes in, what goes out is a `MemberFile` or
`NotAMemberFile`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kumiai.kit import csv_text
from kumiai.kit.csv_table import Heading
from kumiai.kit.csv_text import NotCsv, Record
from kumiai.members import cells, rules
from kumiai.members.cells import BadCell, MemberRow

# The header of each field of MemberRow, as messages name it.
HEADER_OF = {
    "member_number": "組合員番号",
    "name": "氏名",
    "kana": "フリガナ",
    "birth_date": "生年月日",
    "joined_year": "加入年",
    "graduation_year": "卒業予定年",
    "faculty": "学部",
    "home_phone": "帰省先電話番号",
    "guardian_mobile": "保護者携帯番号",
    "guardian_name": "保護者氏名",
    "left_on": "脱退日",
    "meal_plan": "ミールカード",
}
ALSO_CALLED = {
    "氏名フリガナ": "kana",
    "氏名カナ": "kana",
    "加入年度": "joined_year",
    "入学年": "joined_year",
    "入学年度": "joined_year",
    "卒業年": "graduation_year",
    "卒業予定年度": "graduation_year",
}
FIELD_OF = {header: field for field, header in HEADER_OF.items()} | ALSO_CALLED
REQUIRED = ("member_number", "name", "kana", "birth_date", "joined_year")
HEADING = Heading(HEADER_OF, FIELD_OF, REQUIRED, folded=cells.folded_header)


class NotAMemberFile(NotCsv):
    """The file as a whole cannot be taken; says why, in Japanese and in English."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why one row cannot be taken: where it begins, which column, and the reason."""

    line: int
    column: str
    japanese: str
    english: str


@dataclass(frozen=True, slots=True)
class MemberFile:
    """What a file says. `fields` are those it has a column for; the others say nothing."""

    coop_id: int
    fields: frozenset[str]
    rows: tuple[MemberRow, ...]
    problems: tuple[RowProblem, ...]


def read(
    raw: bytes,
    *,
    coop_id: int | None,
    today: date,
    progress: Callable[[int], None] | None = None,
) -> MemberFile:
    """Read the bytes of a member file; without `coop_id` the first good number names the co-op.

    `progress` is told the line reached. Raises NotAMemberFile where the file as a whole is not
    one: encoding, quotes, headers, no rows.
    """
    try:
        records = csv_text.records(csv_text.decode(raw))
        reader = _Reader(HEADING.fields(records), coop_id=coop_id, today=today)
        for record in records:
            reader.take(record)
            if progress:
                progress(record.line)
    except NotCsv as problem:
        raise NotAMemberFile(problem.japanese, problem.english, line=problem.line) from problem
    return reader.file()


def check(raw: bytes) -> int:
    """How many rows the file has, whatever their cells say: quick, to be done while one waits.

    Raises NotAMemberFile as `read` does.
    """
    try:
        records = csv_text.records(csv_text.decode(raw))
        HEADING.fields(records)
        count = sum(1 for _ in records)
    except NotCsv as problem:
        raise NotAMemberFile(problem.japanese, problem.english, line=problem.line) from problem
    if not count:
        raise _without_rows()
    return count


def coop_named(raw: bytes, *, today: date) -> int:
    """The co-op that the first good row names; 0 where none does. Raises NotAMemberFile."""
    try:
        records = csv_text.records(csv_text.decode(raw))
        reader = _Reader(HEADING.fields(records), coop_id=None, today=today)
        for record in records:
            reader.take(record)
            if reader.coop_id:
                return reader.coop_id
    except NotCsv as problem:
        raise NotAMemberFile(problem.japanese, problem.english, line=problem.line) from problem
    return 0


def problem_of(row: MemberRow, field: str, japanese: str, english: str) -> RowProblem:
    """A problem that only shows beside what is stored already: an unknown plan, say."""
    return RowProblem(row.line, HEADER_OF[field], japanese, english)


class _Reader:
    """Takes record by record and remembers which numbers it has seen."""

    def __init__(self, fields: tuple[str, ...], *, coop_id: int | None, today: date) -> None:
        self._fields = fields
        self.coop_id = coop_id
        self._today = today
        self._rows: list[MemberRow] = []
        self._problems: list[RowProblem] = []
        self._line_of: dict[str, int] = {}

    def take(self, record: Record) -> None:
        try:
            values = self._values(record)
            row = cells.member_row(record.line, values, today=self._today)
            self._check_number(row)
        except BadCell as bad:
            column = HEADER_OF.get(bad.field, bad.field)
            self._problems.append(RowProblem(record.line, column, bad.japanese, bad.english))
        else:
            self._line_of[row.member_number] = row.line
            self._rows.append(row)

    def file(self) -> MemberFile:
        if not self._rows and not self._problems:
            raise _without_rows()
        return MemberFile(
            coop_id=self.coop_id or 0,
            fields=frozenset(self._fields),
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

    def _check_number(self, row: MemberRow) -> None:
        number = row.member_number
        if self.coop_id is None:
            self.coop_id = rules.coop_of(number)
        if rules.coop_of(number) != self.coop_id:
            raise BadCell(
                "member_number",
                f"他の生協の番号です({number})。{self.coop_id}で始まるはずです。",
                f"{number} belongs to another co-op; it should begin with {self.coop_id}",
            )
        if number in self._line_of:
            raise BadCell(
                "member_number",
                f"{self._line_of[number]}行目と同じ番号です({number})。",
                f"{number} stands on line {self._line_of[number]} already",
            )


def _without_rows() -> NotAMemberFile:
    return NotAMemberFile(
        "見出しだけで、組合員の行がありません。", "there is a header but not one row"
    )
