"""The files of deposits a bank, an agency or a clerk brings: read whole, or refused with a place.

Pure, and prepared for hostile bytes: what comes out is a `Reading` or `NotTaken`.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from kumiai.kit import collection_csv
from kumiai.kit.collection_csv import Collected, Telling
from kumiai.kit.csv_text import NotCsv
from kumiai.kit.zengin import notices, statements
from kumiai.kit.zengin.notices import Notice
from kumiai.kit.zengin.problems import NotZengin
from kumiai.kit.zengin.statements import CORRECTION, Statement
from kumiai.slips import deposits, imports, rules
from kumiai.slips.deposits import DepositRow, FileKind, Tells

FILE_BYTES_MAX = 32 * 1024 * 1024
PROBLEMS_TOLD_MAX = 100


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why one row cannot be taken: its line, its column, and the reason."""

    line: int
    column: str
    japanese: str
    english: str


class NotTaken(ValueError):
    """Nothing of the file is taken in: why, in Japanese and in English, and its bad rows if any."""

    def __init__(
        self, japanese: str, english: str, *, problems: tuple[RowProblem, ...] = ()
    ) -> None:
        super().__init__(english)
        self.japanese = japanese
        self.english = english
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole file: its kind, its SHA-256, its deposits; `passed_over` lines are none of these."""

    kind: FileKind
    digest: bytes
    rows: tuple[DepositRow, ...]
    passed_over: int = 0

    @property
    def count(self) -> int:
        """How many lines are money that came in."""
        return sum(row.tells in (Tells.PAID, Tells.FLASH) for row in self.rows)

    @property
    def total_yen(self) -> int:
        """The money that came in."""
        return sum(r.amount_yen for r in self.rows if r.tells in (Tells.PAID, Tells.FLASH))


def kind_of(raw: bytes) -> FileKind:
    """The kind bytes look like; what looks like none is read as a CSV of slips."""
    if raw[:1] in (b"1", b"\xf1") and not raw[:200].count(b","):
        return FileKind.STATEMENT if raw[1:3] == statements.TYPE else FileKind.NOTICE
    return FileKind.AGENCY if collection_csv.is_one(raw) else FileKind.SLIPS


def read(raw: bytes, *, coop_id: int, arrived_on: date, kind: FileKind | None = None) -> Reading:
    """Read a file whole. Raises NotTaken."""
    if len(raw) > FILE_BYTES_MAX:
        raise NotTaken(
            f"ファイルが大きすぎます（{len(raw):,}バイト）。上限は{FILE_BYTES_MAX:,}バイトです。",
            f"the file is too large: {len(raw):,} bytes; at most {FILE_BYTES_MAX:,} are taken",
        )
    kind = kind or kind_of(raw)
    try:
        rows, passed_over, source = _READERS[kind](raw, coop_id, arrived_on)
    except (NotZengin, NotCsv) as problem:
        raise NotTaken(problem.japanese, problem.english) from problem
    if not rows:
        raise NotTaken("入金が1件もありません。", "there is not one deposit in the file")
    _check_days(rows, kind, arrived_on)
    return Reading(
        kind=kind,
        digest=hashlib.sha256(raw).digest(),
        rows=tuple(deposits.told_apart(rows, source=source)),
        passed_over=passed_over,
    )


def _check_days(rows: list[DepositRow], kind: FileKind, arrived_on: date) -> None:
    """Years of an era are told by the nearest one, so a mistyped year may be long ago."""
    for row in rows:
        if rules.is_long_ago(row.paid_on, on=arrived_on):
            is_bank = kind in (FileKind.NOTICE, FileKind.STATEMENT)
            years = rules.PAID_YEARS_MAX
            raise NotTaken(
                f"{row.place:,}{'バイト目のレコード' if is_bank else '行目'}: "
                f"{years}年より前の日付です（{row.paid_on}）。",
                f"{'the record at byte' if is_bank else 'line'} {row.place:,}: "
                f"{row.paid_on} is more than {years} years ago",
            )


_Read = tuple[list[DepositRow], int, str]


def _read_notice(raw: bytes, coop_id: int, arrived_on: date) -> _Read:
    told = notices.read(raw, arrived_on=arrived_on)
    rows = [row for notice in told for row in _of_notice(notice)]
    return rows, 0, f"bank:{_number_at_bank(told[0]) if told else coop_id}"


def _of_notice(notice: Notice) -> Iterator[DepositRow]:
    for each in notice.transfers:
        yield DepositRow(
            place=each.byte,
            tells=Tells.CANCELLED if each.is_cancelled else Tells.PAID,
            paid_on=each.posted_on,
            amount_yen=each.amount_yen,
            payer=deposits.short(each.remitter, deposits.PAYER_CHARACTERS_MAX),
            message=_message(each.remitter_code, each.edi),
            inquiry=each.inquiry,
        )


def _read_statement(raw: bytes, coop_id: int, arrived_on: date) -> _Read:
    """Money in is deposits; money out is passed over, but for corrections, which take one back."""
    told = statements.read(raw, arrived_on=arrived_on)
    rows = [row for statement in told for row in _of_statement(statement)]
    count = sum(len(statement.movements) for statement in told)
    return rows, count - len(rows), f"bank:{_number_at_bank(told[0]) if told else coop_id}"


def _of_statement(statement: Statement) -> Iterator[DepositRow]:
    for each in statement.movements:
        if not each.is_in and each.kind != CORRECTION:
            continue
        yield DepositRow(
            place=each.byte,
            tells=Tells.PAID if each.is_in else Tells.CANCELLED,
            paid_on=each.posted_on,
            amount_yen=each.amount_yen,
            payer=deposits.short(each.remitter or each.summary, deposits.PAYER_CHARACTERS_MAX),
            message=_message(each.remitter_code, each.edi),
            inquiry=each.inquiry,
        )


def _read_agency(raw: bytes, coop_id: int, arrived_on: date) -> _Read:
    lines, problems = collection_csv.read(raw, arrived_on=arrived_on)
    if problems:
        raise _bad_rows(
            tuple(RowProblem(p.line, p.column, p.japanese, p.english) for p in problems)
        )
    return [_of_agency(each) for each in lines], 0, f"agency:{coop_id}"


_TOLD_BY_AGENCY = {
    Telling.FLASH: Tells.FLASH,
    Telling.CONFIRMED: Tells.CONFIRMED,
    Telling.FLASH_CANCELLED: Tells.CANCELLED,
    Telling.POSTAL: Tells.PAID,
    Telling.POSTAL_CORRECTED: Tells.CANCELLED,
}


def _of_agency(each: Collected) -> DepositRow:
    return DepositRow(
        place=each.line,
        tells=_TOLD_BY_AGENCY[each.telling],
        paid_on=each.paid_on,
        amount_yen=each.amount_yen,
        message=_message(each.barcode, each.user_1, each.user_2),
        inquiry=f"{each.paid_at or ''} {each.store_code}",
    )


def _read_slips(raw: bytes, coop_id: int, arrived_on: date) -> _Read:
    file = imports.read(raw, coop_id=coop_id, today=arrived_on)
    if file.problems:
        raise _bad_rows(
            tuple(RowProblem(p.line, p.column, p.japanese, p.english) for p in file.problems)
        )
    rows = [
        DepositRow(
            place=row.line,
            tells=Tells.PAID,
            paid_on=row.paid_on,
            amount_yen=row.amount_yen,
            payer=row.payer_kana,
            message=_message(row.member_number, row.reference),
        )
        for row in file.rows
    ]
    return rows, 0, f"slips:{coop_id}"


_READERS: dict[FileKind, Callable[[bytes, int, date], _Read]] = {
    FileKind.NOTICE: _read_notice,
    FileKind.STATEMENT: _read_statement,
    FileKind.AGENCY: _read_agency,
    FileKind.SLIPS: _read_slips,
    FileKind.HAND: _read_slips,
}


def _message(*texts: str) -> str:
    said = " / ".join(text for text in texts if text.strip())
    return deposits.short(said, deposits.MESSAGE_CHARACTERS_MAX)


def _number_at_bank(told: Notice | Statement) -> str:
    """The co-op's number at its bank, alike in both types of file."""
    return f"{told.bank_code}-{told.branch_code}-{told.deposit_number.lstrip('0')}"


def _bad_rows(problems: tuple[RowProblem, ...]) -> NotTaken:
    return NotTaken(
        f"{len(problems)}行に誤りがあります。",
        f"{len(problems)} rows are wrong",
        problems=problems[:PROBLEMS_TOLD_MAX],
    )
