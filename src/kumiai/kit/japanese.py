"""Japanese text as people type it, folded to one form: identifiers, digits, kana, phones, dates.

Folding is for identifiers and for comparing; a person's name is kept as it was written.
"""

import re
import unicodedata
from datetime import date

import jaconv

# NFKC leaves these alone: hyphens, dashes, minus signs and the long vowel mark people use as one.
_DASHES = "‐‑‒–—―−ー－ｰ─━"
_TO_HYPHEN = str.maketrans(dict.fromkeys(_DASHES, "-"))
_TO_LONG_VOWEL = str.maketrans(dict.fromkeys(_DASHES + "-", "ー"))

_DASHES_AFTER_KANA = re.compile(f"(?<=[ァ-ヺー])[-{_DASHES}]+")

_ERAS = {
    "明治": (date(1868, 10, 23), date(1912, 7, 29)),
    "大正": (date(1912, 7, 30), date(1926, 12, 24)),
    "昭和": (date(1926, 12, 25), date(1989, 1, 7)),
    "平成": (date(1989, 1, 8), date(2019, 4, 30)),
    "令和": (date(2019, 5, 1), date.max),
}
_DESK_YEARS = (1950, 2099)
_ERA_SIGNS = {name: name for name in _ERAS} | {
    sign: name
    for name, signs in zip(_ERAS, ("明M", "大T", "昭S", "平H", "令R"), strict=True)
    for sign in signs
}
_WESTERN = re.compile(r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月)(\d{1,2})日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR = re.compile(r"(\d{4})(?:年度?|年0?3月)?")
_ERA_YEAR = re.compile(rf"({'|'.join(_ERA_SIGNS)})(\d{{1,2}}|元)(?:年度?)?")
_ERA_DATE = re.compile(
    rf"({'|'.join(_ERA_SIGNS)})(\d{{1,2}}|元)(?:年|[./-])(\d{{1,2}})(?:月|[./-])(\d{{1,2}})日?"
)


def fold_identifier(text: str) -> str:
    """A typed or pasted identifier: half-width, without white space, every dash a hyphen.

    Upper and lower case stay as they are; who does not care for case folds it afterwards.
    """
    if text.isascii():
        return _without_blanks(text)
    folded = _without_blanks(unicodedata.normalize("NFKC", text).translate(_TO_HYPHEN))
    # Taking a blank out may bring a letter and an accent together.
    return unicodedata.normalize("NFKC", folded)


def fold_digits(text: str) -> str:
    """A number with its hyphens and spaces taken out; whatever else is in it stays to be seen."""
    return fold_identifier(text).replace("-", "")


def fold_kana(text: str) -> str:
    """A reading for comparing: full-width katakana or capitals, no blanks, dots or look-alikes."""
    katakana = jaconv.hira2kata(unicodedata.normalize("NFKC", text)).translate(_TO_LONG_VOWEL)
    return _without_blanks(katakana).replace("・", "").upper()


def spaced_kana(text: str) -> str:
    """A reading for keeping: full-width katakana or Latin letters, one space between its parts."""
    katakana = jaconv.hira2kata(unicodedata.normalize("NFKC", text))
    return " ".join(_DASHES_AFTER_KANA.sub(_as_long_vowels, katakana).split())


def is_reading(text: str) -> bool:
    """Whether a kept reading holds katakana or Latin letters only, and at least one of them."""
    return re.fullmatch(r"[ァ-ヺー・A-Za-zÀ-ɏ][ァ-ヺー・A-Za-zÀ-ɏ '.,-]*", text) is not None


def phone_digits(text: str) -> str:
    """The digits of a phone number as dialled within Japan; other characters stay to be seen."""
    folded = re.sub(r"[().]", "", fold_digits(text))
    return "0" + folded.removeprefix("+81").removeprefix("0") if folded[:3] == "+81" else folded


def read_date(text: str) -> date | None:
    """A day written western (2006-04-02, 2006/4/2, 20060402, 2006年4月2日) or with its era.

    None for anything else, also for days that never were: 2月30日, 平成32年, 昭和64年2月.
    """
    folded = fold_identifier(text).upper()
    if not folded.isascii() or not folded.isdigit():
        if found := _ERA_DATE.fullmatch(folded):
            return _day_of_era(*found.groups())
        if found := _WESTERN.fullmatch(folded):
            year, *months, day = found.groups()
            return _day(int(year), int(next(filter(None, months))), int(day))
    if found := _COMPACT.fullmatch(folded):
        year, month, day = found.groups()
        return _day(int(year), int(month), int(day))
    return None


def read_desk_date(text: str) -> date | None:
    """A day as `read_date` reads it, if somebody at a desk can mean it: 1950 to 2099.

    Its neighbours, its month and its business year are days of the calendar, too.
    """
    day = read_date(text)
    return day if day and _DESK_YEARS[0] <= day.year <= _DESK_YEARS[1] else None


def read_year(text: str) -> int | None:
    """A year written 2020, 2020年, 2020年度 or with its era (令和2年, R2, 平成34年); else None.

    A year is often told ahead of its era's end, so eras may run on here.
    """
    folded = fold_identifier(text).upper()
    if found := _YEAR.fullmatch(folded):
        return int(found[1])
    if found := _ERA_YEAR.fullmatch(folded):
        return _year_of_era(*found.groups())
    return None


def _year_of_era(sign: str, year: str) -> int:
    first, _ = _ERAS[_ERA_SIGNS[sign]]
    return first.year - 1 + (1 if year == "元" else int(year))


def _day_of_era(sign: str, year: str, month: str, day: str) -> date | None:
    first, last = _ERAS[_ERA_SIGNS[sign]]
    found = _day(_year_of_era(sign, year), int(month), int(day))
    return found if found and first <= found <= last else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _as_long_vowels(dashes: re.Match[str]) -> str:
    return "ー" * len(dashes[0])


def _without_blanks(text: str) -> str:
    """Without white space and without the invisible characters that pasting brings along."""
    if text.isascii():
        return "".join(text.split())
    return "".join(
        sign for sign in text if not sign.isspace() and unicodedata.category(sign) != "Cf"
    )
