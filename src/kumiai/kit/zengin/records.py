"""A file's bytes as records of 200, with CRLF, LF or nothing between them."""

from typing import NamedTuple

from kumiai.kit.zengin.problems import NotZengin

RECORD_BYTES = 200
_ENDS = (b"\r\n", b"\n")
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
        _check_body(raw, at, body)
        records.append(Record(at + 1, body))
        at += RECORD_BYTES
        if end and at < len(raw):
            if not raw.startswith(end, at):
                raise NotZengin(
                    "レコードの区切りがほかのレコードと違います。",
                    "the records do not all end alike",
                    byte=at + 1,
                )
            at += len(end)
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


def _check_body(raw: bytes, at: int, body: bytes) -> None:
    broken = min((found for sign in b"\r\n" if (found := body.find(sign)) >= 0), default=-1)
    if broken < 0 and len(body) == RECORD_BYTES:
        return
    if broken < 0:
        broken = len(body)
    if _is_utf_8(raw):
        raise NotZengin(
            "UTF-8で保存されています。銀行から受け取ったまま（CP932）でお使いください。",
            "the file has been saved as UTF-8; take it as the bank gave it, in CP932",
            byte=at + broken + 1,
        )
    raise NotZengin(
        f"レコードが{RECORD_BYTES}バイトではなく、{broken}バイトで切れています。",
        f"a record of {broken} bytes where {RECORD_BYTES} are due",
        byte=at + broken + 1,
    )


def _is_utf_8(raw: bytes) -> bool:
    if raw.isascii():
        return False
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
