"""From bytes to a message: size, type, UTF-8, JSON, fields. Refuses early and says where."""

import functools
import json
import re
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import unquote
from uuid import UUID

import msgspec

from kumiai.kit import ids
from kumiai.purchases.asked import Purchase
from kumiai.purchases.at_till import Message
from kumiai.till_api.call import Call
from kumiai.till_api.problems import Problem, invalid
from kumiai.wallet import asked

T = TypeVar("T", bound=msgspec.Struct)

YEARS = range(2000, 2100)

_AT = re.compile(r" - at `(?P<path>[^`]*)`$")
_FIELD = re.compile(r"field `(?P<name>[^`]*)`")
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_NUL_ESCAPE = rb"\u0000"

# What msgspec says, and how it is said to whoever made the till.
_WORDING = (
    ("missing required field", "必須の項目がありません", "is required"),
    ("unknown field", "この項目はありません", "is not a field of this request"),
    ("of length", "長さ・件数が範囲の外です", "has a length out of range"),
    ("` <=", "値が範囲の外です", "is out of range"),
    ("` >=", "値が範囲の外です", "is out of range"),
    ("out of range", "値が範囲の外です", "is out of range"),
    ("Expected `object", "オブジェクトにしてください", "must be an object"),
    ("Expected `int", "整数にしてください（小数・指数は不可）", "must be a whole number"),
    ("Expected `str", "文字列にしてください", "must be a string"),
    ("Expected `bool", "trueかfalseにしてください", "must be true or false"),
    ("Expected `array", "配列にしてください", "must be an array"),
    ("UUID", "UUIDにしてください", "must be a UUID"),
    ("uuid", "UUIDにしてください", "must be a UUID"),
    ("datetime", "時差つきのRFC 3339の日時にしてください", "must be an RFC 3339 time with offset"),
    ("timezone", "時差つきのRFC 3339の日時にしてください", "must be an RFC 3339 time with offset"),
    ("Invalid value", "決められた値のどれかにしてください", "must be one of the listed values"),
    (
        "Invalid enum value",
        "決められた値のどれかにしてください",
        "must be one of the listed values",
    ),
)


def read(body: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    """A body as a message; raises Problem for anything else."""
    message = decoded(body, decoder)
    if may_have_doubles(body):
        refuse_doubles(body)
    return message


def require_json_type(call: Call) -> None:
    """Raises Problem where a body does not say that it is JSON."""
    if not _is_json(call.header(b"content-type")):
        raise Problem("not_json_type")


@functools.lru_cache(maxsize=64)
def _is_json(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == "application/json"


def decoded(body: bytes, decoder: msgspec.json.Decoder[T]) -> T:
    """Bytes as a message; raises Problem for what is not JSON or not such a message."""
    try:
        message = decoder.decode(body)
    except msgspec.ValidationError as error:
        _require_json(body)
        raise _field_error(str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Problem("not_json") from None
    if _NUL_ESCAPE in body:
        _refuse_nul(message)
    return message


def read_query(call: Call, kind: type[T]) -> T:
    """What stands behind the question mark, as a message; raises Problem where it is wrong.

    A plus is a plus there, not a blank, so that a time with its offset may stand as it is.
    """
    fields: dict[str, str] = {}
    for pair in call.query.decode("latin-1").split("&"):
        name, _, value = (unquote(part) for part in pair.partition("="))
        if name in fields:
            raise _twice(f"/{_escaped(name)}")
        if name:
            fields[name] = value
    try:
        return msgspec.convert(fields, kind)
    except msgspec.ValidationError as error:
        raise _field_error(str(error)) from None


def check_id(value: UUID) -> None:
    """Ids are UUIDv7, so that they sort by time and nobody makes them twice."""
    if not ids.is_uuid7(value):
        raise invalid("/id", "UUIDバージョン7にしてください。", "must be a UUID of version 7.")


def check_purchase(purchase: Purchase) -> None:
    """What the types cannot say of a sale."""
    if purchase.total_yen < 0:
        raise invalid(
            "/lines", "合計がマイナスになっています。", "The total of the lines is below zero."
        )
    kinds: set[str] = set()
    for index, tender in enumerate(purchase.tenders):
        if tender.kind in kinds:
            raise invalid(
                f"/tenders/{index}/kind",
                "同じ支払方法は一度だけ指定できます。",
                "Each kind of tender may stand once.",
            )
        kinds.add(tender.kind)


def may_be_new(message: Message, now: datetime) -> bool:
    """Whether a message may be a new one: its moment is believable, or the sale has been made.

    Raises Problem for a year out of this world.
    """
    if message.occurred_at.year not in YEARS:
        raise odd_moment()
    if asked.is_timely(message.occurred_at, now=now):
        return True
    return isinstance(message, Purchase) and message.offline


def bad_moment(pointer: str) -> Problem:
    """A year out of this world, with which nobody can reckon."""
    return invalid(
        pointer,
        "時差つきのRFC 3339の日時にしてください。",
        "must be an RFC 3339 time with offset.",
    )


def odd_moment() -> Problem:
    """A new request that claims to be too old or from the future."""
    return invalid(
        "/occurred_at",
        "35日前から10分後までの日時にしてください。端末の時計をご確認ください。",
        "must lie within the last 35 days and the next 10 minutes; check the terminal's clock.",
    )


def _require_json(body: bytes) -> None:
    """A wrong field is told of before the rest is read, which may be no JSON at all."""
    try:
        body.decode()
        msgspec.json.decode(body, type=msgspec.Raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Problem("not_json") from None


def _field_error(text: str) -> Problem:
    found = _AT.search(text)
    pointer = _pointer(found["path"]) if found else ""
    if (name := _FIELD.search(text)) and ("missing" in text or "unknown" in text):
        pointer = f"{pointer}/{_escaped(name['name'])}"
    for words, message, message_en in _WORDING:
        if words in text:
            return invalid(pointer, f"{message}。", f"{message_en}.")
    return invalid(pointer, "値が正しくありません。", _AT.sub("", text))


def _pointer(path: str) -> str:
    """msgspec's `$.lines[0].amount` as the JSON pointer /lines/0/amount."""
    return "".join(f"/{name or index}" for name, index in _STEP.findall(path))


def may_have_doubles(body: bytes) -> bool:
    """Whether a name may stand twice in one object of a document; `refuse_doubles` looks closer.

    Of names that stand twice one is left once the document has been read, and with the other two
    quotation marks are gone. Raises Problem for what is not JSON: of a batch, nobody has read
    every part yet.
    """
    try:
        document = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Problem("not_json") from None
    # Behind a backslash a quotation mark may be part of a text.
    return b"\\" in body or body.count(b'"') != msgspec.json.encode(document).count(b'"')


def refuse_doubles(body: bytes) -> None:
    """A name that stands twice in one object: nobody can say which of the two was meant."""
    text = body.decode()
    try:
        _once.decode(text)
    except _Doubled:
        pointer = _doubled_at(_pairs.decode(text)) or ""
        raise _twice(pointer) from None


def _twice(pointer: str) -> Problem:
    return invalid(pointer, "同じ項目が二度あります。", "stands twice.")


def _doubled_at(value: Any) -> str | None:
    """Where the first doubled name of a document stands; objects are tuples of pairs here."""
    names: set[object] = set()
    for name, item in value if isinstance(value, tuple) else enumerate(value):
        step = f"/{_escaped(str(name))}"
        if name in names:
            return step
        names.add(name)
        if isinstance(item, tuple | list) and (below := _doubled_at(item)) is not None:
            return step + below
    return None


class _Doubled(Exception):
    """An object names something twice."""


def _distinct(pairs: list[tuple[str, Any]]) -> None:
    if len(dict(pairs)) != len(pairs):
        raise _Doubled


_once = json.JSONDecoder(object_pairs_hook=_distinct)
_pairs = json.JSONDecoder(object_pairs_hook=tuple)


def _escaped(name: str) -> str:
    """A name as a step of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def _refuse_nul(message: Any, pointer: str = "") -> None:
    """A NUL character can be in no text of ours."""
    if isinstance(message, str):
        if "\x00" in message:
            raise invalid(pointer, "使えない文字（NUL）が含まれています。", "must not hold NUL.")
    elif isinstance(message, msgspec.Struct):
        for name in message.__struct_fields__:
            _refuse_nul(getattr(message, name), f"{pointer}/{name}")
    elif isinstance(message, tuple):
        for index, item in enumerate(message):
            _refuse_nul(item, f"{pointer}/{index}")
