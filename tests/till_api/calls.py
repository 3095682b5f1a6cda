"""Every write of the contract: who may ask it where, a good body, and what its fields may not be.

A field is named by its JSON pointer within the good body.
"""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from kumiai.kit import ids
from kumiai.kit.clock import TOKYO
from tests.till_api import server

CARD = "210125000001"
NOW = datetime.now(TOKYO)


def _off(**by: float) -> str:
    return (NOW + timedelta(**by)).isoformat()


UUID7 = (7, True, [], {}, "", "x", str(uuid4()), "00000000-0000-0000-0000-000000000000")
ANY_UUID = UUID7[:6]
FLAG = (0, 1, "true", [], {})
LIST = (7, True, "x", {}, [])
ALONE = (7, True, "x", [])
# A clock a year off, a day or an hour beyond what is believed, and what is no time.
MOMENT = (
    *(_off(days=-365), _off(days=365), _off(days=-36), _off(hours=1)),
    *(1763870731, True, [], {}, "", "x", "2026-11-23", "2026-11-23T12:05:31"),
    *("2026-02-30T12:00:00Z", "0001-01-01T00:00:00+09:00", "9999-12-31T23:59:59-12:00"),
)


def text(least: int, most: int) -> tuple[Any, ...]:
    """What is no text of such a length."""
    short = ("",) if least else ()
    return (*short, "字" * (most + 1), "\x00", "a\x00b", 7, 1.5, True, [], {})


def whole(least: int, most: int) -> tuple[Any, ...]:
    """What is no whole number in such a range."""
    return (least - 1, most + 1, 10**30, -(10**30), 0.5, 1.0, 1e30, str(least), "", True, [], {})


def one_of(*near: Any) -> tuple[Any, ...]:
    """What is none of the listed words or numbers, with some that are near."""
    return (*near, "", "nonsense", [], {}, True, 1.5)


@dataclass(frozen=True)
class Field:
    """What a field may not hold, whether it may be left out, and whether it may be null."""

    bad: tuple[Any, ...]
    may_lack: bool = False
    may_be_null: bool = False


@dataclass(frozen=True)
class Write:
    """One call: which terminals of the cast may ask it, and its name in batches, if any."""

    path: str
    terminals: tuple[str, ...]
    good: Mapping[str, Any]
    fields: Mapping[str, Field]
    type: str = ""

    def body(self, **changes: Any) -> dict[str, Any]:
        """The good body under a new id; `...` takes a field away."""
        body = copy.deepcopy(dict(self.good)) | {"id": str(ids.uuid7())} | changes
        return {name: value for name, value in body.items() if value is not ...}

    def bad_bodies(self) -> Iterator[tuple[str, Any, dict[str, Any]]]:
        """Each way of being wrong in one place: where, what stands there, and the body."""
        for pointer, each in self.fields.items():
            bad = each.bad + (() if each.may_be_null else (None,))
            for value in bad if each.may_lack else (*bad, ...):
                yield pointer, value, put(self.body(), pointer, value)
        for pointer in {pointer.rpartition("/")[0] for pointer in self.fields}:
            if not isinstance(_at(self.body(), pointer), list):
                yield f"{pointer}/nonsense", 1, put(self.body(), f"{pointer}/nonsense", 1)


def put(body: dict[str, Any], pointer: str, value: Any) -> dict[str, Any]:
    """The body with another value in one place; `...` takes away what stands there."""
    above, _, name = pointer.rpartition("/")
    inside = _at(body, above)
    key = int(name) if isinstance(inside, list) else name
    if value is ...:
        del inside[key]
    else:
        inside[key] = value
    return body


def _at(body: Any, pointer: str) -> Any:
    for step in pointer.split("/")[1:]:
        body = body[int(step) if isinstance(body, list) else step]
    return body


_CASHIER = Field(text(0, 40), may_lack=True)
_SEQUENCE = Field(whole(0, 2**53), may_lack=True, may_be_null=True)
_EVERY = {"/id": Field(UUID7), "/occurred_at": Field(MOMENT)}
_AT_TILL = _EVERY | {"/cashier": _CASHIER, "/sequence": _SEQUENCE}
_WITH_CARD = _AT_TILL | {"/card": Field(text(1, 40))}
_WITH_REASON = _WITH_CARD | {"/reason": Field(text(1, 200))}
_MOST_YEN = 10_000_000
_LINE = {
    "code": Field(text(0, 40)),
    "name": Field(text(1, 100)),
    "genre": Field(one_of("Food", "drinks", 7)),
    "quantity": Field(whole(1, 10_000)),
    "unit_price": Field(whole(-_MOST_YEN, _MOST_YEN)),
    "amount": Field(whole(-_MOST_YEN, _MOST_YEN)),
    "tax_rate": Field(one_of(5, "8", -8, 80, 10**30)),
    "meal_eligible": Field(FLAG, may_lack=True),
}
_PURCHASE = _WITH_CARD | {
    "/receipt_number": Field(text(0, 40), may_lack=True),
    "/lines": Field((*LIST, [server.line(1)] * 201, [server.line(480), server.line(-481)])),
    "/lines/0": Field(ALONE, may_lack=True),
    **{f"/lines/0/{name}": each for name, each in _LINE.items()},
    "/tenders": Field((*LIST, [{"kind": "cash", "amount": 1}] * 5)),
    "/tenders/0": Field(ALONE, may_lack=True),
    "/tenders/0/kind": Field(one_of("Cash", "cheque", 7)),
    "/tenders/0/amount": Field(whole(1, _MOST_YEN), may_lack=True, may_be_null=True),
    "/tenders/1/kind": Field(("cash", "nonsense", 7)),
    "/collect": Field(FLAG, may_lack=True),
    "/offline": Field(FLAG, may_lack=True),
}
_PIECE = {"/lines/0/line": Field(whole(1, 10_000)), "/lines/0/quantity": Field(whole(1, 10_000))}
_TWICE = [{"line": 1, "quantity": 1}] * 201
_REVERSAL = _AT_TILL | {
    "/reverses": Field(ANY_UUID),
    "/lines": Field((*LIST, _TWICE), may_lack=True, may_be_null=True),
    "/lines/0": Field(ALONE, may_lack=True),
    **_PIECE,
    "/reason": Field(text(1, 200)),
}
_GOOD = server.event(CARD, cashier="07", sequence=1)
_GOOD_REASON = _GOOD | {"reason": "紛失"}
_NO_CARD = {name: value for name, value in _GOOD_REASON.items() if name != "card"}
_TENDERS = [{"kind": "cash", "amount": 100}, {"kind": "prepaid"}]

PURCHASE = Write(
    "/v1/purchases",
    ("till 3", "cafeteria"),
    _GOOD | {"lines": [server.line(480, meal_eligible=True)], "tenders": _TENDERS}
    | {"receipt_number": "1", "collect": False, "offline": False},
    _PURCHASE,
    type="purchase",
)  # fmt: skip
TOP_UP = Write(
    "/v1/top-ups",
    ("till 3", "cafeteria", "machine"),
    _GOOD | {"amount": 1000},
    _WITH_CARD | {"/amount": Field(whole(1, _MOST_YEN))},
    type="top_up",
)
COLLECTION = Write(
    "/v1/collections",
    ("till 3", "machine"),
    _GOOD,
    _WITH_CARD,
    type="collection",
)
REVERSAL = Write(
    "/v1/reversals",
    ("till 3", "cafeteria"),
    _NO_CARD | {"reverses": str(ids.uuid7()), "lines": [{"line": 1, "quantity": 1}]},
    _REVERSAL,
    type="reversal",
)
SUSPENSION = Write(
    "/v1/suspensions", ("till 3", "cafeteria"), _GOOD_REASON, _WITH_REASON, type="suspension"
)
LIFT = Write(
    "/v1/suspension-lifts",
    ("till 3", "cafeteria"),
    _GOOD_REASON,
    _WITH_REASON,
    type="suspension_lift",
)
REISSUE = Write(
    "/v1/card-reissues",
    ("till 3", "cafeteria"),
    _GOOD_REASON | {"new_card": "0123456789ABCDEF"},
    _WITH_REASON
    | {
        "/new_card": Field(
            (*text(1, 40), "0123456789ABCDE", "0123456789ABCDEG", CARD, f"{CARD}-2"),
            may_lack=True,
            may_be_null=True,
        )
    },
    type="card_reissue",
)
WEB_POINTS = Write(
    "/v1/web-points",
    ("feed",),
    {name: _GOOD[name] for name in ("id", "occurred_at", "sequence")}
    | {"member_number": CARD, "points_tenths": 100, "description": "来店スタンプ"},
    _EVERY
    | {
        "/sequence": _SEQUENCE,
        "/member_number": Field(text(1, 40)),
        "/points_tenths": Field(whole(1, 10_000_000)),
        "/description": Field(text(1, 100)),
    },
)
WRITES = (PURCHASE, TOP_UP, COLLECTION, REVERSAL, SUSPENSION, LIFT, REISSUE, WEB_POINTS)
