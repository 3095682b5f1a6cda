"""The order of records: header, data, trailer for each number at the bank; one end."""

from collections.abc import Sequence
from dataclasses import dataclass

from kumiai.kit.zengin.problems import NotZengin
from kumiai.kit.zengin.records import Record

HEADER, DATA, TRAILER, END = b"1", b"2", b"8", b"9"
_KINDS = {HEADER: "ヘッダー", DATA: "データ", TRAILER: "トレーラー", END: "エンド"}
_AFTER = {
    None: {HEADER},
    HEADER: {DATA, TRAILER},
    DATA: {DATA, TRAILER},
    TRAILER: {HEADER, END},
    END: set[bytes](),
}
_CODE_AT = 3
_EBCDIC = b"1"


@dataclass(frozen=True, slots=True)
class Section:
    """What a file tells of one number: its header, its data, its trailer."""

    header: Record
    data: Sequence[Record]
    trailer: Record


def walk(records: Sequence[Record], *, type_code: bytes) -> tuple[list[Section], Record]:
    """The sections of a file and its end. Raises NotZengin where a record is out of its place."""
    sections: list[Section] = []
    header: Record | None = None
    data: list[Record] = []
    before: bytes | None = None
    for record in records:
        kind = record.body[:1]
        if kind not in _AFTER[before]:
            raise _out_of_place(record, kind, before)
        if kind == HEADER:
            _check_header(record, type_code)
            header, data = record, []
        elif kind == DATA:
            data.append(record)
        elif kind == TRAILER and header is not None:
            sections.append(Section(header, tuple(data), record))
        before = kind
    if before != END:
        last = records[-1]
        raise NotZengin(
            "エンド・レコードがありません。ファイルが途中で切れています。",
            "the end record is missing: this is only part of a file",
            byte=last.byte + len(last.body),
        )
    return sections, records[-1]


def _check_header(record: Record, type_code: bytes) -> None:
    if record.body[1:3] != type_code:
        said = record.body[1:3].decode("cp932", errors="replace")
        raise NotZengin(
            f"種別コードが{type_code.decode()}ではありません「{said}」。",
            f"the type is “{said}”, not {type_code.decode()}",
            byte=record.byte + 1,
        )
    if record.body[_CODE_AT : _CODE_AT + 1] == _EBCDIC:
        raise NotZengin(
            "コード区分が1（EBCDIC）です。JIS（コード区分0）で受け取ってください。",
            "the code is 1 (EBCDIC); ask the bank for JIS (code 0)",
            byte=record.byte + _CODE_AT,
        )


def _out_of_place(record: Record, kind: bytes, before: bytes | None) -> NotZengin:
    if kind not in _KINDS:
        said = kind.decode("cp932", errors="replace")
        return NotZengin(
            f"知らないデータ区分です「{said}」。",
            f"no kind of record is “{said}”",
            byte=record.byte,
        )
    after = _KINDS[before] if before else "ファイルの始まり"
    return NotZengin(
        f"{_KINDS[kind]}・レコードが{after}のあとにあります。",
        f"a record of kind {kind.decode()} after {before.decode() if before else 'nothing'}",
        byte=record.byte,
    )
