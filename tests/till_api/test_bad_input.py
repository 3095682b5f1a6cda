"""Whatever is sent: a clear no that names the field, nothing stored, the server unharmed."""

import json
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from kumiai.kit.clock import TOKYO
from tests.ledger.world import World
from tests.till_api import server
from tests.till_api.server import Tills

DEEP = 100_000
NOW = datetime.now(TOKYO)


def body(**changes: Any) -> dict[str, Any]:
    """A good sale with other fields; `...` takes one away."""
    good = server.sale("210125000001", cashier="07", receipt_number="1", sequence=1)
    return {name: value for name, value in (good | changes).items() if value is not ...}


def with_line(**changes: Any) -> dict[str, Any]:
    changed = server.line(480) | changes
    return body(lines=[{name: value for name, value in changed.items() if value is not ...}])


def raw(old: str, new: bytes) -> bytes:
    """A good body with one piece of its text replaced."""
    text = json.dumps(body(), ensure_ascii=False).encode()
    assert old.encode() in text
    return text.replace(old.encode(), new, 1)


def many(text: bytes) -> bytes:
    return text * DEEP


NOT_JSON = {
    "nothing": b"",
    "no json": b"card=210125000001",
    "half": b'{"id": "',
    "more behind": json.dumps(body()).encode() + b"x",
    "a mark before": b"\xef\xbb\xbf" + json.dumps(body()).encode(),
    "another encoding": json.dumps(body()).encode("utf-16"),
    "shift_jis": json.dumps(body(cashier="花子"), ensure_ascii=False).encode("cp932"),
    "bad utf-8": raw('"07"', b'"\xff"'),
    "a surrogate in utf-8": raw('"07"', b'"\xed\xa0\x80"'),
    "a lone surrogate": raw('"07"', rb'"\ud800"'),
    "no number": raw('price": 480', b'price": NaN'),
    "a leading zero": raw('price": 480', b'price": 0480'),
    "a wrong field, then half": b'{"id": 7, "card": ',
    "an array, and more behind": b"[]x",
    "a wrong field, then bad utf-8": b'{"id": 7, "card": "\xff"}',
    "deep arrays": many(b"["),
    "deep arrays that end": many(b"[") + many(b"]"),
    "deep objects": many(b'{"lines":'),
    "deep lines": b'{"lines":' + many(b"["),
}

INVALID: dict[str, tuple[Any, str]] = {
    "an array": (b"[]", ""),
    "a word": (b'"x"', ""),
    "null": (b"null", ""),
    "a number": (b"12", ""),
    "the same name twice": (raw('"cashier"', b'"cashier": "08", "cashier"'), "/cashier"),
    "the same name twice, apart": (
        raw('"cashier"', b'"cash\\u0069er" : "08", "cashier"'),
        "/cashier",
    ),
    "the same name twice in a line": (
        raw('"amount": 480', b'"amount": 480, "amount": 480'),
        "/lines/0/amount",
    ),
    "an unknown field": (body(nonsense=1), "/nonsense"),
    "an unknown field in a line": (with_line(price=480), "/lines/0/price"),
    "an unknown field with a slash": (body(**{"a/b~c": 1}), "/a~1b~0c"),
    "a float for yen": (raw('"amount": 480', b'"amount": 480.0'), "/lines/0/amount"),
    "an exponent for yen": (raw('"amount": 480', b'"amount": 1e3'), "/lines/0/amount"),
    "half a yen": (with_line(amount=0.5), "/lines/0/amount"),
    "text for yen": (with_line(amount="480"), "/lines/0/amount"),
    "true for yen": (with_line(amount=True), "/lines/0/amount"),
    "a great number": (with_line(amount=10**30), "/lines/0/amount"),
    "a great debt": (with_line(amount=-(10**30)), "/lines/0/amount"),
    "a huge float": (raw('"amount": 480', b'"amount": 1e400'), "/lines/0/amount"),
    "a negative total": (with_line(amount=-1), "/lines"),
    "a line larger than the rest": (
        body(lines=[server.line(480), server.line(-481, name="値引き")]),
        "/lines",
    ),
    "no lines": (body(lines=[]), "/lines"),
    "201 lines": (body(lines=[server.line(1)] * 201), "/lines"),
    "a line that is none": (body(lines=[1]), "/lines/0"),
    "lines that are none": (body(lines={}), "/lines"),
    "no pieces": (with_line(quantity=0), "/lines/0/quantity"),
    "many pieces": (with_line(quantity=2**63), "/lines/0/quantity"),
    "no name": (with_line(name=""), "/lines/0/name"),
    "a long name": (with_line(name="あ" * 101), "/lines/0/name"),
    "an odd genre": (with_line(genre="drinks"), "/lines/0/genre"),
    "an odd tax": (with_line(tax_rate=5), "/lines/0/tax_rate"),
    "a tax that was": (with_line(tax_rate="8"), "/lines/0/tax_rate"),
    "a word for whether": (with_line(meal_eligible="yes"), "/lines/0/meal_eligible"),
    "no tenders": (body(tenders=[]), "/tenders"),
    "the same tender twice": (
        body(tenders=[{"kind": "cash"}, {"kind": "cash", "amount": 1}]),
        "/tenders/1/kind",
    ),
    "an odd tender": (body(tenders=[{"kind": "cheque"}]), "/tenders/0/kind"),
    "a tender of nothing": (body(tenders=[{"kind": "cash", "amount": 0}]), "/tenders/0/amount"),
    "a tender below zero": (body(tenders=[{"kind": "cash", "amount": -5}]), "/tenders/0/amount"),
    "a float tender": (body(tenders=[{"kind": "cash", "amount": 5.0}]), "/tenders/0/amount"),
    "no uuid": (body(id="1"), "/id"),
    "a random uuid": (body(id=str(uuid4())), "/id"),
    "the nil uuid": (body(id="00000000-0000-0000-0000-000000000000"), "/id"),
    "a number for a uuid": (body(id=7), "/id"),
    "no card": (body(card=""), "/card"),
    "a long card": (body(card="1" * 41), "/card"),
    "NUL in a card": (body(card="2101\x00"), "/card"),
    "NUL in a name": (with_line(name="丼\x00"), "/lines/0/name"),
    "NUL for a cashier": (body(cashier="\x00"), "/cashier"),
    "a year ago": (body(occurred_at=(NOW - timedelta(days=365)).isoformat()), "/occurred_at"),
    "a year ahead": (body(occurred_at=(NOW + timedelta(days=365)).isoformat()), "/occurred_at"),
    "36 days ago": (body(occurred_at=(NOW - timedelta(days=36)).isoformat()), "/occurred_at"),
    "no offset": (body(occurred_at="2026-11-23T12:05:31"), "/occurred_at"),
    "no time": (body(occurred_at="2026-11-23"), "/occurred_at"),
    "year 1": (body(occurred_at="0001-01-01T00:00:00+09:00"), "/occurred_at"),
    "year 1, offline": (
        body(occurred_at="0001-01-01T00:00:00+09:00", offline=True),
        "/occurred_at",
    ),
    "year 9999": (body(occurred_at="9999-12-31T23:59:59-12:00"), "/occurred_at"),
    "year 9999, offline": (
        body(occurred_at="9999-12-31T23:59:59-12:00", offline=True),
        "/occurred_at",
    ),
    "the 30th of February": (body(occurred_at="2026-02-30T12:00:00Z"), "/occurred_at"),
    "seconds since 1970": (body(occurred_at=1763870731), "/occurred_at"),
    "a sequence below zero": (body(sequence=-1), "/sequence"),
    "a great sequence": (body(sequence=2**63), "/sequence"),
}
FIELDS = ("id", "card", "occurred_at", "lines", "tenders")
LINE_FIELDS = ("code", "name", "genre", "quantity", "unit_price", "amount", "tax_rate")
for _name in FIELDS:
    INVALID[f"{_name} missing"] = (body(**{_name: ...}), f"/{_name}")
for _name in (*FIELDS, "collect", "offline", "cashier", "receipt_number"):
    INVALID[f"{_name} null"] = (body(**{_name: None}), f"/{_name}")
for _name in LINE_FIELDS:
    INVALID[f"{_name} of a line missing"] = (with_line(**{_name: ...}), f"/lines/0/{_name}")
    INVALID[f"{_name} of a line null"] = (with_line(**{_name: None}), f"/lines/0/{_name}")


@pytest.mark.usefixtures("unharmed")
class TestASale:
    @pytest.mark.parametrize("sent", NOT_JSON.values(), ids=NOT_JSON)
    def test_that_is_not_json_is_refused(self, tills: Tills, here: World, sent: bytes) -> None:
        answer = tills.post(here.coop.till, "/v1/purchases", sent)
        assert answer.problem() == (400, "not_json", "-")

    @pytest.mark.parametrize(("sent", "pointer"), INVALID.values(), ids=INVALID)
    def test_with_a_wrong_field_is_refused(
        self, tills: Tills, here: World, sent: Any, pointer: str
    ) -> None:
        answer = tills.post(here.coop.till, "/v1/purchases", sent)
        assert answer.problem() == (422, "invalid", pointer)

    @pytest.mark.parametrize(
        ("name", "sent", "words"),
        [
            ("card", "", "has a length out of range."),
            ("sequence", -1, "is out of range."),
            ("sequence", "x", "must be a whole number."),
            ("sequence", 1.5, "must be a whole number."),
            ("lines", [], "has a length out of range."),
            ("lines", 1, "must be an array."),
            ("collect", 1, "must be true or false."),
            ("occurred_at", "x", "must be an RFC 3339 time with offset."),
            ("id", "x", "must be a UUID."),
        ],
    )
    def test_says_what_is_wrong(
        self, tills: Tills, here: World, name: str, sent: Any, words: str
    ) -> None:
        answer = tills.post(here.coop.till, "/v1/purchases", body(**{name: sent}))
        assert answer.body["errors"][0]["message_en"] == words


@pytest.mark.usefixtures("unharmed")
class TestABody:
    def test_of_two_megabytes_is_too_large(self, tills: Tills, here: World) -> None:
        sent = json.dumps(body(cashier="x" * 2_000_000)).encode()
        answer = tills.post(here.coop.till, "/v1/purchases", sent)
        assert answer.problem() == (413, "too_large", "-")

    def test_of_unsaid_length_is_measured(self, tills: Tills, here: World) -> None:
        chunks = iter([b'{"id": "', *[b"x" * 100_000] * 20])
        answer = tills.ask(
            "POST",
            "/v1/top-ups",
            chunks,  # type: ignore[arg-type]
            key=here.coop.till.key,
        )
        assert answer.problem() == (413, "too_large", "-")

    @pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
    def test_of_another_type_is_refused(self, tills: Tills, here: World, kind: str) -> None:
        answer = tills.post(here.coop.till, "/v1/purchases", body(), Content_Type=kind)
        assert answer.problem() == (415, "not_json_type", "-")


@pytest.mark.usefixtures("unharmed")
class TestATopUp:
    @pytest.mark.parametrize(
        "amount", [0, -1, 1.0, 1e30, 10**30, 10_000_001, "1000", None, True, [1000]]
    )
    def test_of_no_amount_is_refused(self, tills: Tills, here: World, amount: Any) -> None:
        sent = server.event(here.hanako.card, amount=amount)
        answer = tills.post(here.coop.till, "/v1/top-ups", sent)
        assert answer.problem() == (422, "invalid", "/amount")

    def test_of_odd_notes_is_refused_at_a_machine(self, tills: Tills, here: World) -> None:
        sent = server.event(here.hanako.card, amount=1500)
        answer = tills.post(here.coop.top_up_machine, "/v1/top-ups", sent)
        assert answer.problem() == (422, "invalid", "/amount")
