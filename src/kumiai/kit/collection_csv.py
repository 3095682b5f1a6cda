"""What a collection agency tells of slips paid in shops and post offices, as CSV, both ways.

A payment comes as a flash (速報) first and is confirmed or taken back some days later; one at a
post office is sure at once, and may be corrected, which takes it back. Lines are told by number.
"""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from kumiai.kit import csv_text, gs1_128, japanese
from kumiai.kit.csv_text import NotCsv, Record

COLUMNS = (
    "データ種別",
    "受付日",
    "受付時刻",
    "バーコード情報",
    "ユーザー使用欄1",
    "ユーザー使用欄2",
    "印紙フラグ",
    "金額",
    "コンビニ本部コード",
    "コンビニ名",
    "店舗コード",
    "振込日",
    "データ作成日",
)
BARCODE_DIGITS = 44
AMOUNT_DIGITS_MAX = 9


class Telling(StrEnum):
    """What a line tells of a payment, by the agency's code."""

    FLASH = "01"
    CONFIRMED = "02"
    FLASH_CANCELLED = "03"
    POSTAL = "12"
    POSTAL_CORRECTED = "22"


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """One line: a slip that was paid somewhere, or what became of it since."""

    line: int = 0
    telling: Telling
    paid_on: date
    paid_at: time | None = None
    barcode: str
    user_1: str = ""
    user_2: str = ""
    has_stamp: bool = False
    amount_yen: int
    chain_code: str = ""
    chain: str = ""
    store_code: str = ""
    transfer_on: date | None = None
    made_on: date


class _Bad(ValueError):
    def __init__(self, column: str, japanese_text: str, english: str) -> None:
        super().__init__(english)
        self.column, self.japanese, self.english = column, japanese_text, english


@dataclass(frozen=True, slots=True)
class LineProblem:
    """Why a line cannot be taken: where it begins, its column, the reason."""

    line: int
    column: str
    japanese: str
    english: str


def is_one(raw: bytes) -> bool:
    """Whether bytes look like an agency's file: thirteen cells, the first a code or its heading."""
    first = raw.split(b"\n", 1)[0]
    begins = first.lstrip(b"\xef\xbb\xbf").lstrip(b'"')[:2]
    heading = COLUMNS[0]
    headed = any(heading.encode(coding) in first for coding in ("cp932", "utf-8"))
    return headed or (begins.isdigit() and first.count(b",") == len(COLUMNS) - 1)


def read(raw: bytes, *, arrived_on: date) -> tuple[tuple[Collected, ...], tuple[LineProblem, ...]]:
    """The lines that make sense, and why the others do not. Raises NotCsv for the whole file."""
    lines, problems = [], []
    for place, record in enumerate(csv_text.records(csv_text.decode(raw))):
        if not place and not record.cells[0][:1].isdigit():
            continue
        try:
            lines.append(_collected(record, arrived_on))
        except _Bad as bad:
            problems.append(LineProblem(record.line, bad.column, bad.japanese, bad.english))
    if not lines and not problems:
        raise NotCsv("入金の行がありません。", "there is not one line of a payment")
    return tuple(lines), tuple(problems)


def write(lines: Sequence[Collected], *, is_headed: bool = True) -> bytes:
    """The file of these lines, in CP932 with CRLF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    if is_headed:
        writer.writerow(COLUMNS)
    writer.writerows(_cells(each) for each in lines)
    return text.getvalue().encode("cp932")


def _collected(record: Record, arrived_on: date) -> Collected:
    if len(record.cells) != len(COLUMNS):
        raise _Bad(
            "-",
            f"列の数が{len(record.cells)}です（{len(COLUMNS)}列のはずです）。",
            f"{len(record.cells)} cells where {len(COLUMNS)} are due",
        )
    cells = dict(zip(COLUMNS, record.cells, strict=True))
    for column, cell in cells.items():
        if csv_text.is_formula(cell):
            raise _Bad(column, "数式のようなセルです。", "the cell looks like a formula")
    return Collected(
        line=record.line,
        telling=_telling(cells["データ種別"]),
        paid_on=_past("受付日", cells["受付日"], arrived_on),
        paid_at=_time(cells["受付時刻"]),
        barcode=_barcode(cells["バーコード情報"]),
        user_1=cells["ユーザー使用欄1"],
        user_2=cells["ユーザー使用欄2"],
        has_stamp=cells["印紙フラグ"] == "1",
        amount_yen=_amount(cells["金額"]),
        chain_code=cells["コンビニ本部コード"],
        chain=cells["コンビニ名"],
        store_code=cells["店舗コード"],
        transfer_on=_day("振込日", cells["振込日"]) if cells["振込日"] else None,
        # The last cell stands on every line: without it the line is torn.
        made_on=_past("データ作成日", cells["データ作成日"], arrived_on),
    )


def _telling(cell: str) -> Telling:
    try:
        return Telling(cell.zfill(2))
    except ValueError:
        raise _Bad(
            "データ種別", f"知らない種別です「{cell[:10]}」。", f"no such kind: “{cell[:10]}”"
        ) from None


def _past(column: str, cell: str, arrived_on: date) -> date:
    """A day that has come by the day the file arrived."""
    found = _day(column, cell)
    if found > arrived_on:
        raise _Bad(column, f"未来の日付です（{found}）。", f"{found} has not come yet")
    return found


def _day(column: str, cell: str) -> date:
    found = japanese.read_date(cell)
    if found is None:
        raise _Bad(column, f"日付として読めません「{cell[:20]}」。", f"no date: “{cell[:20]}”")
    return found


def _time(cell: str) -> time | None:
    found = re.fullmatch(r"(\d{1,2}):?(\d{2})(?::?(\d{2}))?", cell)
    try:
        hour, minute, second = (int(part or 0) for part in found.groups()) if found else (24, 0, 0)
        return time(hour, minute, second)
    except ValueError:
        return None


def _barcode(cell: str) -> str:
    digits = japanese.fold_digits(cell)
    is_whole = re.fullmatch(f"[0-9]{{{BARCODE_DIGITS}}}", digits) is not None
    if not is_whole or gs1_128.check_digit(digits[:-1]) != int(digits[-1]):
        raise _Bad(
            "バーコード情報",
            f"正しい{BARCODE_DIGITS}桁のバーコードではありません「{cell[:50]}」。",
            f"no barcode of {BARCODE_DIGITS} digits with its check digit: “{cell[:50]}”",
        )
    return digits


def _amount(cell: str) -> int:
    if not re.fullmatch(rf"[0-9]{{1,{AMOUNT_DIGITS_MAX}}}", cell) or not int(cell):
        raise _Bad(
            "金額",
            f"1円以上の金額ではありません「{cell[:20]}」。",
            f"no amount from ¥1 on: “{cell[:20]}”",
        )
    return int(cell)


def _cells(each: Collected) -> tuple[str | int, ...]:
    return (
        each.telling.value,
        f"{each.paid_on:%Y%m%d}",
        f"{each.paid_at:%H%M%S}" if each.paid_at else "",
        each.barcode,
        each.user_1,
        each.user_2,
        "1" if each.has_stamp else "0",
        each.amount_yen,
        each.chain_code,
        each.chain,
        each.store_code,
        f"{each.transfer_on:%Y%m%d}" if each.transfer_on else "",
        f"{each.made_on:%Y%m%d}",
    )
