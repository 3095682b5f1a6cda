"""Records as tables of fields: what stands at which byte, read from and written by one table."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kumiai.kit.zengin.problems import NotZengin
from kumiai.kit.zengin.records import RECORD_BYTES, Record

# Small kana and the long vowel mark are not in these files; what stands for them is.
_SMALL = str.maketrans("ｧｨｩｪｫｬｭｮｯｰ", "ｱｲｳｴｵﾔﾕﾖﾂ-")
# What the writer lets into a text: capitals, digits, the usual signs, half-width kana.
_WRITABLE = re.compile(r"[ A-Z0-9()｢｣/\\.,\-｡､･ｦｱ-ﾝﾞﾟ]*")


class Field(NamedTuple):
    """One field: digits to the right with zeros (N), or text to the left with blanks (C)."""

    name: str
    length: int
    kind: Literal["N", "C"]
    japanese: str


class Part(NamedTuple):
    """A field and where it lies in its record, from 0."""

    field: Field
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of one kind of record, which together are 200 bytes."""

    parts: tuple[Part, ...]

    @classmethod
    def of(cls, *fields: Field) -> "Layout":
        """Lay the fields out one after another; ValueError unless they fill a record."""
        parts, at = [], 0
        for field in fields:
            parts.append(Part(field, at, at + field.length))
            at += field.length
        if at != RECORD_BYTES:
            raise ValueError(f"the fields are {at} bytes, not {RECORD_BYTES}")
        return cls(tuple(parts))

    def byte(self, record: Record, name: str) -> int:
        """At which byte of the file a field of the record begins, counted from 1."""
        return record.byte + next(part.start for part in self.parts if part.field.name == name)


def digits(name: str, length: int, japanese: str) -> Field:
    """A field of digits, filled with zeros on the left; blank means zero."""
    return Field(name, length, "N", japanese)


def text(name: str, length: int, japanese: str) -> Field:
    """A field of half-width text, filled with blanks on the right."""
    return Field(name, length, "C", japanese)


def read(record: Record, layout: Layout) -> dict[str, str]:
    """What stands in each field: digits as they are (blank ones as nothing), texts trimmed.

    Raises NotZengin at the first byte that is no digit or no sign of CP932.
    """
    values = {}
    for field, start, end in layout.parts:
        raw = record.body[start:end]
        if field.kind == "N":
            values[field.name] = _digits(record, field, start, raw)
        else:
            values[field.name] = _text(record, field, start, raw)
    return values


def write(values: Mapping[str, str | int], layout: Layout) -> bytes:
    """The record of these values; a field that is not named is empty.

    ValueError where a value is too long, or holds what these files have no sign for.
    """
    written = []
    for field, _, _ in layout.parts:
        value = values.get(field.name, "")
        if field.kind == "N":
            said = str(value)
            if not re.fullmatch("[0-9]*", said) or len(said) > field.length:
                raise ValueError(f"{field.name} is not {field.length} digits: {said}")
            written.append(said.rjust(field.length, "0").encode())
        else:
            said = str(value).translate(_SMALL)
            raw = said.encode("cp932")
            if not _WRITABLE.fullmatch(said) or len(raw) > field.length:
                raise ValueError(f"{field.name} is no text of {field.length} bytes: {said}")
            written.append(raw.ljust(field.length))
    return b"".join(written)


def _digits(record: Record, field: Field, start: int, raw: bytes) -> str:
    if raw.isdigit():
        return raw.decode()
    if not raw.strip(b" "):
        return ""
    wrong = next(at for at, sign in enumerate(raw) if not 0x30 <= sign <= 0x39)
    shown = raw.decode("cp932", errors="replace")
    if raw.lstrip(b" 0").startswith(b"-"):
        raise NotZengin(
            f"{field.japanese}がマイナスです「{shown}」。",
            f"{field.name} is negative: “{shown}”",
            byte=record.byte + start + wrong,
        )
    raise NotZengin(
        f"{field.japanese}が数字ではありません「{shown}」。",
        f"{field.name} is not made of digits: “{shown}”",
        byte=record.byte + start + wrong,
    )


def _text(record: Record, field: Field, start: int, raw: bytes) -> str:
    try:
        said = raw.decode("cp932")
    except UnicodeDecodeError as problem:
        at = problem.start
    else:
        if said.isprintable():
            return said.rstrip(" ")
        wrong = next(at for at, sign in enumerate(said) if not sign.isprintable())
        at = len(said[:wrong].encode("cp932"))
    raise NotZengin(
        f"{field.japanese}に、CP932の文字ではないバイトがあります。",
        f"{field.name} holds a byte that is no sign of CP932",
        byte=record.byte + start + at,
    )
