"""A file's bytes as records of 200, with CRLF, LF or nothing between them."""

import re
from typing import NamedTuple

from kumiai.kit.zengin.problems import NotZengin

RECORD_BYTES = 200
_ENDS = (b"\r\n", b"\n")
_LINE_END = re.compile(b"[\r\n]")
_END_OF_FILE = b"\x1a"
_ZIP = b"PK\x03\x04"
_EBCDIC_ONE = b"\xf1"


class Record(NamedTuple):
    """200 bytes of the file; `byte` is where they begin, counted from 1."""

    byte: int
    body: bytes


def split(raw: bytes) -> list[Record]:
    """The records of a file. Raises NotZengin at the first byte that does not fit."""
    _check_beginning(raw)
    raw = raw.removesuffix(_END_OF_FILE)
    end = _line_end(raw)
    records = []
    at = 0
    while at < len(raw):
        body = raw[at : at + RECORD_BYTES]
        after = at + RECORD_BYTES
        ends_alike = not end or after >= len(raw) or raw.startswith(end, after)
        if len(body) < RECORD_BYTES or _LINE_END.search(body) or not ends_alike:
            raise _misfit(raw, at, end)
        records.append(Record(at + 1, body))
        at = after + (len(end) if after < len(raw) else 0)
    return records


def join(bodies: list[bytes], *, end: bytes = b"\r\n") -> bytes:
    """The file of these records, each with the line end given (which may be empty)."""
    return b"".join(body + end for body in bodies)


def _line_end(raw: bytes) -> bytes:
    return next((end for end in _ENDS if raw.startswith(end, RECORD_BYTES)), b"")


def _check_beginning(raw: bytes) -> None:
    if not raw:
        raise NotZengin("ファイルが空です。", "the file is empty", byte=1)
    if raw.startswith(_ZIP):
        raise NotZengin(
            "ZIPファイルです。中のファイルを取り出してください。",
            "a ZIP archive; unpack it first",
            byte=1,
        )
    if raw.startswith(_EBCDIC_ONE):
        raise NotZengin(
            "EBCDICのファイルです。JIS（コード区分0）で受け取ってください。",
            "the file is in EBCDIC; ask the bank for JIS (code 0)",
            byte=1,
        )
    if not raw.startswith(b"1"):
        raise NotZengin(
            "全銀形式ではありません（最初のレコードがヘッダーではありません）。",
            "not a file in the banks' layout: it does not begin with a header",
            byte=1,
        )


def _misfit(raw: bytes, at: int, end: bytes) -> NotZengin:
    """Why the record that begins here is none."""
    if _is_utf_8(raw):
        return NotZengin(
            "UTF-8で保存されています。銀行から受け取ったまま（CP932）でお使いください。",
            "the file has been saved as UTF-8; take it as the bank gave it, in CP932",
            byte=next(byte for byte, sign in enumerate(raw, 1) if sign > 0x7F),
        )
    found = _LINE_END.search(raw, at)
    if end:
        length = (found.start() if found else len(raw)) - at
        is_right = length % RECORD_BYTES == 0
        return _unlike(at + RECORD_BYTES) if is_right else _wrong_length(at, length)
    if found is None:
        return _not_a_multiple(raw, at)
    # Without a line end after the first 200 bytes either that record has another length, or
    # records follow each other and a line end comes from somewhere else.
    is_first = found.start() < 2 * RECORD_BYTES and found.start() != RECORD_BYTES
    return _wrong_length(0, found.start()) if is_first else _unlike(found.start())


def _unlike(at: int) -> NotZengin:
    return NotZengin(
        "レコードの区切りがほかのレコードと違います。",
        "the records do not all end alike",
        byte=at + 1,
    )


def _wrong_length(at: int, length: int) -> NotZengin:
    over = length - RECORD_BYTES
    if over > 0:
        return NotZengin(
            f"{at + 1:,}バイト目からのレコードが{over:,}バイト長すぎます"
            f"（{RECORD_BYTES}バイトのところ{length:,}バイト）。",
            f"the record from byte {at + 1:,} on is {over:,} too long: "
            f"{length:,} bytes where {RECORD_BYTES} are due",
            byte=at + RECORD_BYTES + 1,
        )
    return NotZengin(
        f"{at + 1:,}バイト目からのレコードが{-over:,}バイト足りません"
        f"（{RECORD_BYTES}バイトのところ{length:,}バイト）。",
        f"the record from byte {at + 1:,} on is {-over:,} short: "
        f"{length:,} bytes where {RECORD_BYTES} are due",
        byte=at + length + 1,
    )


def _not_a_multiple(raw: bytes, at: int) -> NotZengin:
    over = len(raw) - at
    return NotZengin(
        f"ファイルの長さ（{len(raw):,}バイト）が、レコードの長さ{RECORD_BYTES}バイトの倍数では"
        f"ありません。最後に{over:,}バイト余ります。",
        f"the file has {len(raw):,} bytes, which is no multiple of a record's {RECORD_BYTES}: "
        f"{over:,} are left over at its end",
        byte=at + 1,
    )


def _is_utf_8(raw: bytes) -> bool:
    if raw.isascii():
        return False
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
