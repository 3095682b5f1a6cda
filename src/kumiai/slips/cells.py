"""The cells of a slip file's row as typed values, or why a cell cannot be taken."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from kumiai.kit import csv_table, csv_text, japanese
from kumiai.members import rules as members
from kumiai.slips import rules


@dataclass(frozen=True, slots=True)
class SlipRow:
    """One payment as a file tells it: the line it begins on, and how many like it came before."""

    line: int
    paid_on: date
    amount_yen: int
    member_number: str
    reference: str
    payer_kana: str
    fingerprint: bytes = b""


class BadCell(ValueError):
    """Why a cell cannot be taken, in Japanese and in English."""

    def __init__(self, field: str, japanese_text: str, english: str) -> None:
        super().__init__(english)
        self.field = field
        self.japanese = japanese_text
        self.english = english


def slip_row(line: int, values: dict[str, str], *, today: date) -> SlipRow:
    """The row of one line; raises BadCell at the first cell that cannot be taken."""
    return SlipRow(
        line=line,
        paid_on=_paid_on(values["paid_on"], today),
        amount_yen=_amount(values["amount_yen"]),
        member_number=_member_number(values["member_number"]),
        reference=_short("reference", values.get("reference", ""), rules.REFERENCE_CHARACTERS_MAX),
        payer_kana=_short("payer_kana", values.get("payer_kana", ""), rules.PAYER_CHARACTERS_MAX),
    )


def _paid_on(text: str, today: date) -> date:
    day = japanese.read_date(text)
    if day is None:
        raise BadCell(
            "paid_on",
            f"日付として読めません{csv_table.quoted(text)}。",
            f"no date: {csv_table.quoted(text)}",
        )
    if day > today:
        raise BadCell("paid_on", f"未来の日付です({day})。", f"{day} has not come yet")
    if rules.is_long_ago(day, on=today):
        raise BadCell(
            "paid_on",
            f"{rules.PAID_YEARS_MAX}年より前の日付です({day})。",
            f"{day} is more than {rules.PAID_YEARS_MAX} years ago",
        )
    return day


def _amount(text: str) -> int:
    """Whole yen: 20000, 20,000, ¥20,000, 20,000円, full-width too."""
    folded = unicodedata.normalize("NFKC", text).strip().removeprefix("¥").removesuffix("円")
    if not re.fullmatch(r"[0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3}", folded):
        raise BadCell(
            "amount_yen",
            f"金額として読めません{csv_table.quoted(text)}。",
            f"no amount in whole yen: {csv_table.quoted(text)}",
        )
    amount_yen = int(folded.replace(",", ""))
    if not 1 <= amount_yen <= rules.AMOUNT_YEN_MAX:
        raise BadCell(
            "amount_yen",
            f"1円以上{rules.AMOUNT_YEN_MAX:,}円以下ではありません({amount_yen:,}円)。",
            f"¥{amount_yen:,} is not from ¥1 to ¥{rules.AMOUNT_YEN_MAX:,}",
        )
    return amount_yen


def _member_number(text: str) -> str:
    number = members.member_number(text)
    if number is None:
        raise BadCell(
            "member_number",
            f"12桁の組合員番号ではありません{csv_table.quoted(text)}。",
            f"no member number of 12 digits: {csv_table.quoted(text)}",
        )
    return number


def _short(field: str, text: str, characters_max: int) -> str:
    if csv_text.is_formula(text):
        raise BadCell(
            field,
            f"数式のようなセルです{csv_table.quoted(text)}。",
            f"the cell looks like a formula: {csv_table.quoted(text)}",
        )
    folded = " ".join(unicodedata.normalize("NFKC", text).split())
    if len(folded) > characters_max or not folded.isprintable():
        raise BadCell(
            field,
            f"{characters_max}文字以内の文字列ではありません{csv_table.quoted(text)}。",
            f"not a text of at most {characters_max} characters: {csv_table.quoted(text)}",
        )
    return folded
