"""Columns for set-based statements: lists of values as PostgreSQL arrays in binary form.

`unnest(%(ids)b::uuid[], …)` writes many rows in one statement. psycopg makes an array element by
element; a till server does so a hundred times a payment, so here a whole column is packed in one
go, by the type its placeholder is cast to. Layout: the server's `array_send` (dimensions, null
flag, element type, then each element with its length, -1 for a null).
"""

import functools
import re
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import psycopg
from psycopg.adapt import Dumper
from psycopg.pq import Format

from kumiai.kit import clock

_HEADER = struct.Struct("!iiIii")
_LENGTH = struct.Struct("!i")
_NULL = _LENGTH.pack(-1)
_EPOCH_MICROSECONDS = clock.microseconds(datetime(2000, 1, 1, tzinfo=UTC))
_EPOCH_DAY = date(2000, 1, 1).toordinal()


class Column:
    """One packed column; its class says the type of the elements."""

    __slots__ = ("data",)
    element_oid = 0
    array_oid = 0

    def __init__(self, data: bytes) -> None:
        self.data = data


class _Integers(Column):
    """Whole numbers of one width."""

    __slots__ = ()
    width = 0
    code = ""

    def __init__(self, values: Sequence[int | None]) -> None:
        if None in values:
            pack = _layout(self.code, 1).pack
            parts = [_NULL if v is None else pack(self.width, v) for v in values]
            super().__init__(_header(values, self.element_oid, has_null=True) + b"".join(parts))
            return
        flat: list[Any] = [self.width] * (2 * len(values))
        flat[1::2] = values
        packed = _layout(self.code, len(values)).pack(*flat)
        super().__init__(_header(values, self.element_oid) + packed)


class Smallints(_Integers):
    """smallint[]"""

    __slots__ = ()
    element_oid, array_oid, width, code = 21, 1005, 2, "h"


class Ints(_Integers):
    """int[]"""

    __slots__ = ()
    element_oid, array_oid, width, code = 23, 1007, 4, "i"


class Bigints(_Integers):
    """bigint[]"""

    __slots__ = ()
    element_oid, array_oid, width, code = 20, 1016, 8, "q"


class Bools(_Integers):
    """bool[]"""

    __slots__ = ()
    element_oid, array_oid, width, code = 16, 1000, 1, "?"


class _Bytes(Column):
    """Values that are bytes of any length on the wire."""

    __slots__ = ()

    def __init__(self, values: Sequence[bytes | None]) -> None:
        length = _LENGTH.pack
        parts = [_NULL if v is None else length(len(v)) + v for v in values]
        header = _header(values, self.element_oid, has_null=None in values)
        super().__init__(header + b"".join(parts))


class Byteas(_Bytes):
    """bytea[]"""

    __slots__ = ()
    element_oid, array_oid = 17, 1001


class Texts(_Bytes):
    """text[]; UTF-8, no NUL in it."""

    __slots__ = ()
    element_oid, array_oid = 25, 1009

    def __init__(self, values: Iterable[str | None]) -> None:
        super().__init__([None if v is None else v.encode() for v in values])


class Uuids(_Bytes):
    """uuid[]"""

    __slots__ = ()
    element_oid, array_oid = 2950, 2951

    def __init__(self, values: Iterable[UUID | None]) -> None:
        super().__init__([None if v is None else v.bytes for v in values])


class Dates(_Integers):
    """date[]"""

    __slots__ = ()
    element_oid, array_oid, width, code = 1082, 1182, 4, "i"

    def __init__(self, values: Iterable[date]) -> None:
        super().__init__([day.toordinal() - _EPOCH_DAY for day in values])


class Timestamps(_Integers):
    """timestamptz[], from aware moments, to the microsecond."""

    __slots__ = ()
    element_oid, array_oid, width, code = 1184, 1185, 8, "q"

    def __init__(self, values: Iterable[datetime]) -> None:
        super().__init__([clock.microseconds(at) - _EPOCH_MICROSECONDS for at in values])


_TYPES: dict[str, type[Column]] = {
    "smallint": Smallints,
    "int": Ints,
    "bigint": Bigints,
    "bool": Bools,
    "bytea": Byteas,
    "text": Texts,
    "uuid": Uuids,
    "date": Dates,
    "timestamptz": Timestamps,
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)b::(\w+)\[\]")


def packed(statement: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters, with every list that the statement takes as `%(name)b::type[]` packed."""
    columns = _columns_of(statement)
    return {
        name: columns[name](value) if name in columns else value
        for name, value in parameters.items()
    }


@functools.cache
def _columns_of(statement: str) -> dict[str, Callable[[Any], Column]]:
    return {name: _TYPES[kind] for name, kind in _PLACEHOLDER.findall(statement)}


class _ColumnDumper(Dumper):
    """Hands a packed column to the server as it is."""

    format = Format.BINARY

    def dump(self, obj: Column) -> bytes:
        return obj.data


def _header(values: Sequence[object], element_oid: int, *, has_null: bool = False) -> bytes:
    if not values:
        return struct.pack("!iiI", 0, 0, element_oid)
    return _HEADER.pack(1, has_null, element_oid, len(values), 1)


@functools.lru_cache(maxsize=512)
def _layout(code: str, count: int) -> struct.Struct:
    """So many numbers, each behind its length."""
    return struct.Struct(f"!{f'i{code}' * count}")


def _register() -> None:
    for kind in _TYPES.values():
        dumper = type(f"{kind.__name__}Dumper", (_ColumnDumper,), {"oid": kind.array_oid})
        psycopg.adapters.register_dumper(kind, dumper)


_register()
