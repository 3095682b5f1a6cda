"""CSV files as offices write them: CP932 or UTF-8, read strictly, each problem with its place.

Hostile input is the normal case here: nothing in these bytes may crash the reader.
"""

import contextlib
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

BYTES_MAX = 100 * 1024 * 1024
CELL_CHARACTERS_MAX = 10_000

_UTF_8_MARK = b"\xef\xbb\xbf"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_ZIP = b"PK\x03\x04"
_FORMULA_SIGNS = tuple("=+-@＝＋－＠")
_NUMBER = re.compile(r"[-+][0-9][0-9,.-]*")
# Python's cp932 passes bytes that the table does not have as these characters.
_NOT_IN_CP932 = frozenset("\x80\xa0\uf8f0\uf8f1\uf8f2\uf8f3")


class NotCsv(ValueError):
    """The file cannot be read as text or as CSV; says where, in Japanese and in English."""

    def __init__(self, japanese: str, english: str, *, line: int | None = None) -> None:
        super().__init__(english)
        self.japanese = japanese
        self.english = english
        self.line = line


@dataclass(frozen=True, slots=True)
class Record:
    """One record of the file: the line it begins on (from 1) and its cells, trimmed."""

    line: int
    cells: tuple[str, ...]


def decode(raw: bytes) -> str:
    """The text of the file; raises NotCsv with the byte (counted from 1) where it is neither."""
    if len(raw) > BYTES_MAX:
        raise NotCsv(
            f"ファイルが大きすぎます({len(raw):,}バイト)。上限は{BYTES_MAX:,}バイトです。",
            f"the file is too large: {len(raw):,} bytes; at most {BYTES_MAX:,} are taken",
        )
    if raw.startswith(_UTF_16_MARKS):
        raise NotCsv(
            "文字コードがUTF-16です。UTF-8またはCP932(Shift_JIS)で保存してください。",
            "the file is UTF-16; save it as UTF-8 or CP932 (Shift_JIS)",
        )
    if raw.startswith(_ZIP):
        raise NotCsv(
            "ZIPファイルか、Excelのブックです。CSVとして保存してください。",
            "this is a ZIP archive or an Excel workbook; save it as CSV",
        )
    text = _decode_either(raw)
    if (position := text.find("\0")) >= 0:
        line = text.count("\n", 0, position) + 1
        raise NotCsv(
            f"{line}行目にNUL文字があります。", f"line {line} holds a NUL character", line=line
        )
    return text


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would take the cell for a formula, full-width signs included."""
    return cell.lstrip()[:1] in _FORMULA_SIGNS and not _NUMBER.fullmatch(cell.strip())


def inert(text: str) -> str:
    """A text for a cell of a file we give away: with a quote before what could be computed."""
    is_live = text.lstrip()[:1] in _FORMULA_SIGNS or text.startswith(("\t", "\r"))
    return f"'{text}" if is_live else text


def records(text: str) -> Iterator[Record]:
    """The records that are not blank, one by one; raises NotCsv at the first broken quote."""
    csv.field_size_limit(CELL_CHARACTERS_MAX)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    while True:
        try:
            cells = tuple(cell.strip() for cell in next(reader))
        except StopIteration:
            return
        except csv.Error as problem:
            raise _broken(line, str(problem)) from problem
        if any(cells):
            yield Record(line=line, cells=cells)
        line = reader.line_num + 1


def _decode_either(raw: bytes) -> str:
    if raw.startswith(_UTF_8_MARK):
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError as problem:
            position = problem.start + len(_UTF_8_MARK) + 1
            raise NotCsv(
                f"UTF-8として読めません({position:,}バイト目)。",
                f"not UTF-8, although it begins with its mark: byte {position:,}",
            ) from problem
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        not_utf_8 = problem.start
    try:
        text = raw.decode("cp932")
    except UnicodeDecodeError as problem:
        raise _neither(not_utf_8, problem.start) from problem
    for position, sign in enumerate(text):
        if sign in _NOT_IN_CP932:
            raise _neither(not_utf_8, len(text[:position].encode("cp932")))
    _check_not_mixed(raw)
    return text


def _check_not_mixed(raw: bytes) -> None:
    """Lines of UTF-8 below a heading of CP932 can be read as CP932, too, and would make no sense.

    A line of CP932 is no UTF-8 with kana or kanji in it unless that happened to it before.
    """
    for number, line in enumerate(raw.split(b"\n"), start=1):
        if line.isascii():
            continue
        with contextlib.suppress(UnicodeDecodeError):
            if any(sign >= "\u3041" for sign in line.decode("utf-8")):
                raise NotCsv(
                    f"{number}行目はUTF-8ですが、ほかの行はCP932(Shift_JIS)です。"
                    "一つの文字コードで保存し直してください。",
                    f"line {number} is UTF-8 while others are CP932; save the file in one of them",
                    line=number,
                )


def _neither(utf_8_position: int, cp932_position: int) -> NotCsv:
    utf_8_byte, cp932_byte = utf_8_position + 1, cp932_position + 1
    return NotCsv(
        "文字コードがUTF-8でもCP932(Shift_JIS)でもありません"
        f"(UTF-8としては{utf_8_byte:,}バイト目、CP932としては{cp932_byte:,}バイト目)。",
        "neither UTF-8 nor CP932: "
        f"not UTF-8 from byte {utf_8_byte:,}, not CP932 from byte {cp932_byte:,}",
    )


def _broken(line: int, problem: str) -> NotCsv:
    if "field limit" in problem:
        return NotCsv(
            f"{line}行目の項目が長すぎます(上限{CELL_CHARACTERS_MAX:,}文字)。",
            f"line {line}: a cell is longer than {CELL_CHARACTERS_MAX:,} characters",
            line=line,
        )
    if "unexpected end" in problem:
        return NotCsv(
            f"{line}行目から始まる引用符が閉じられていません。",
            f"a quote opened in the record on line {line} is never closed",
            line=line,
        )
    return NotCsv(
        f"{line}行目の引用符または改行が正しくありません。",
        f"the quotes or line breaks of the record on line {line} are broken: {problem}",
        line=line,
    )
