"""The cells of a member file, one reader a column; each refuses with a reason for people."""

import functools
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kumiai.kit import csv_table, csv_text, japanese
from kumiai.members import rules

TEXT_CHARACTERS_MAX = 100
BIRTH_YEAR_MIN = 1900
JOINED_YEAR_MIN = 1947
GRADUATION_YEARS_MAX = 20


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One good row. What the file has no column for is empty here; see `MemberFile.fields`."""

    line: int
    member_number: str
    name: str
    kana: str
    birth_date: date
    joined_year: int
    graduation_year: int | None = None
    faculty: str = ""
    home_phone: str = ""
    guardian_mobile: str = ""
    guardian_name: str = ""
    left_on: date | None = None
    meal_plan: str = ""


class BadCell(ValueError):
    """Why a cell cannot be taken, in Japanese and in English."""

    def __init__(self, field: str, japanese: str, english: str) -> None:
        super().__init__(english)
        self.field = field
        self.japanese = japanese
        self.english = english


def member_row(line: int, values: Mapping[str, str], *, today: date) -> MemberRow:
    """The typed row of the cells by field; raises BadCell at the first that is wrong."""
    row = MemberRow(
        line=line,
        member_number=_member_number(values["member_number"]),
        name=_required("name", _text("name", values["name"])),
        kana=_kana(values["kana"]),
        birth_date=_birth_date(values["birth_date"], today),
        joined_year=_joined_year(values["joined_year"], today),
        graduation_year=_graduation_year(values.get("graduation_year", "")),
        faculty=_text("faculty", values.get("faculty", "")),
        home_phone=_phone("home_phone", values.get("home_phone", "")),
        guardian_mobile=_phone("guardian_mobile", values.get("guardian_mobile", "")),
        guardian_name=_text("guardian_name", values.get("guardian_name", "")),
        left_on=_left_on(values.get("left_on", "")),
        meal_plan=_text("meal_plan", values.get("meal_plan", "")),
    )
    _check_together(row)
    return row


def folded_header(text: str) -> str:
    """A header as it is looked up: however its kana were typed, without blanks and marks."""
    return japanese.fold_kana(text).rstrip("*※")


def _member_number(text: str) -> str:
    number = rules.member_number(_required("member_number", text))
    if number is None:
        raise BadCell(
            "member_number",
            f"12桁の数字ではありません: {csv_table.quoted(text)}",
            f"not twelve digits: {csv_table.quoted(text)}",
        )
    return number


def _text(field: str, text: str) -> str:
    """A name as it was written, its blanks made one; nothing that cannot be printed or stored."""
    if len(text) > TEXT_CHARACTERS_MAX:
        raise BadCell(
            field,
            f"長すぎます({len(text)}文字、上限{TEXT_CHARACTERS_MAX}文字)。",
            f"too long: {len(text)} characters, at most {TEXT_CHARACTERS_MAX}",
        )
    if csv_text.is_formula(text):
        raise BadCell(
            field,
            f"数式のようなセルです: {csv_table.quoted(text)}",
            f"the cell looks like a formula: {csv_table.quoted(text)}",
        )
    spaced = " ".join(text.split())
    for sign in spaced:
        if unicodedata.category(sign) in {"Cc", "Cf", "Cn", "Co", "Cs"} or sign == "�":
            raise BadCell(
                field,
                f"使えない文字があります(外字または制御文字 U+{ord(sign):04X})。",
                f"a character that cannot be kept: U+{ord(sign):04X}",
            )
    return spaced


def _kana(text: str) -> str:
    reading = rules.kana(_required("kana", _text("kana", text)))
    if reading is None:
        raise BadCell(
            "kana",
            f"カタカナではありません: {csv_table.quoted(text)}",
            f"not a reading in katakana: {csv_table.quoted(text)}",
        )
    return reading


def _birth_date(text: str, today: date) -> date:
    day = _date("birth_date", _required("birth_date", text))
    if day.year < BIRTH_YEAR_MIN or day >= today:
        raise BadCell(
            "birth_date",
            f"生年月日としてありえません: {csv_table.quoted(text)}",
            f"nobody here was born on that day: {csv_table.quoted(text)}",
        )
    return day


def _joined_year(text: str, today: date) -> int:
    year = _year("joined_year", _required("joined_year", text))
    if not JOINED_YEAR_MIN <= year <= today.year + 1:
        raise BadCell(
            "joined_year",
            f"加入年としてありえません: {csv_table.quoted(text)}",
            f"nobody can have joined in that year: {csv_table.quoted(text)}",
        )
    return year


def _graduation_year(text: str) -> int | None:
    return _year("graduation_year", text) if text else None


def _left_on(text: str) -> date | None:
    return _date("left_on", text) if text else None


def _phone(field: str, text: str) -> str:
    if not text:
        return ""
    digits = rules.phone(text)
    if digits is None:
        raise BadCell(
            field,
            f"0で始まる電話番号ではありません: {csv_table.quoted(text)}",
            f"not a phone number that begins with 0: {csv_table.quoted(text)}",
        )
    return digits


def _check_together(row: MemberRow) -> None:
    if row.joined_year <= row.birth_date.year:
        raise BadCell(
            "joined_year",
            f"生年({row.birth_date.year}年)より後ではありません: {row.joined_year}年",
            f"{row.joined_year} is not after the year of birth, {row.birth_date.year}",
        )
    last = row.joined_year + GRADUATION_YEARS_MAX
    if row.graduation_year is not None and not row.joined_year <= row.graduation_year <= last:
        raise BadCell(
            "graduation_year",
            f"加入年({row.joined_year}年)から{last}年までではありません: {row.graduation_year}年",
            f"{row.graduation_year} is not between {row.joined_year} and {last}",
        )


def _date(field: str, text: str) -> date:
    day = _read_date(text)
    if day is None:
        raise BadCell(
            field,
            f"日付として読めません: {csv_table.quoted(text)}",
            f"not a day of the calendar: {csv_table.quoted(text)}",
        )
    return day


def _year(field: str, text: str) -> int:
    year = _read_year(text)
    if year is None:
        raise BadCell(
            field,
            f"年として読めません: {csv_table.quoted(text)}",
            f"not a year: {csv_table.quoted(text)}",
        )
    return year


def _required(field: str, text: str) -> str:
    if not text:
        raise BadCell(field, "空です。", "empty")
    return text


_read_date = functools.lru_cache(maxsize=16_384)(japanese.read_date)
_read_year = functools.lru_cache(maxsize=1_024)(japanese.read_year)
