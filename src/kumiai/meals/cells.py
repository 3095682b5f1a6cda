"""The cells of a dish file's row as typed values, or why a cell cannot be taken."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from kumiai.kit import csv_table, japanese
from kumiai.meals.nutrition import NUTRIENTS, Figures

CODE_CHARACTERS_MAX = 40
NAME_CHARACTERS_MAX = 100
FIGURE_MAX = 9_999


@dataclass(frozen=True, slots=True)
class DishRow:
    """One dish as a file tells it, from a day on, and the line it begins on."""

    line: int
    code: str
    name: str
    starts_on: date
    figures: Figures


class BadCell(ValueError):
    """Why a cell cannot be taken, in Japanese and in English."""

    def __init__(self, field: str, japanese_text: str, english: str) -> None:
        super().__init__(english)
        self.field = field
        self.japanese = japanese_text
        self.english = english


def dish_row(line: int, values: dict[str, str], *, starts_on: date) -> DishRow:
    """The row of one line, from `starts_on` where it names no day; raises BadCell at the first."""
    return DishRow(
        line=line,
        code=_text("code", values["code"], CODE_CHARACTERS_MAX),
        name=_text("name", values["name"], NAME_CHARACTERS_MAX),
        starts_on=_starts_on(values.get("starts_on", ""), starts_on),
        figures=Figures(**{field: _figure(field, values[field]) for field in NUTRIENTS}),
    )


def _text(field: str, text: str, characters_max: int) -> str:
    folded = " ".join(unicodedata.normalize("NFKC", text).split())
    if not 1 <= len(folded) <= characters_max or not folded.isprintable():
        raise BadCell(
            field,
            f"1文字以上{characters_max}文字以内の文字列ではありません{csv_table.quoted(text)}。",
            f"not a text of 1 to {characters_max} characters: {csv_table.quoted(text)}",
        )
    return folded


def _starts_on(text: str, usual: date) -> date:
    if not text:
        return usual
    day = japanese.read_date(text)
    if day is None:
        raise BadCell(
            "starts_on",
            f"日付として読めません{csv_table.quoted(text)}。",
            f"no date: {csv_table.quoted(text)}",
        )
    return day


def _figure(field: str, text: str) -> int:
    """A figure in the header's unit as a whole number of the stored one."""
    decimals = NUTRIENTS[field].decimals
    folded = unicodedata.normalize("NFKC", text).strip()
    found = re.fullmatch(r"([0-9]{1,12}|[0-9]{1,3}(?:,[0-9]{3}){1,3})(?:\.([0-9]{1,12}))?", folded)
    if found is None:
        raise BadCell(
            field,
            f"数値として読めません{csv_table.quoted(text)}。含まないときは0と書いてください。",
            f"no figure: {csv_table.quoted(text)}; write 0 where there is none of it",
        )
    whole, rest = found[1].replace(",", ""), (found[2] or "").rstrip("0")
    if len(rest) > decimals:
        raise BadCell(
            field,
            f"小数点以下は{decimals}桁までです{csv_table.quoted(text)}。",
            f"at most {decimals} decimals are taken: {csv_table.quoted(text)}",
        )
    if int(whole) > FIGURE_MAX:
        raise BadCell(
            field,
            f"{FIGURE_MAX:,}を超えています{csv_table.quoted(text)}。",
            f"more than {FIGURE_MAX:,}: {csv_table.quoted(text)}",
        )
    return int(whole + rest.ljust(decimals, "0"))
