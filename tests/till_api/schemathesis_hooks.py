"""Real cards, ids, moments of today and sums one can pay, for a part of what Schemathesis makes up.

Without them nearly every call would end at an unknown card or at a sale years old. Loaded by
Schemathesis in its own process; what may be used comes by the environment.
"""

import hashlib
import json
import os
from datetime import UTC, datetime
from typing import Any

import schemathesis
from schemathesis import GenerationMode

from kumiai.kit import ids

REAL: dict[str, list[str]] = json.loads(os.environ.get("KUMIAI_TEST_REAL", "{}"))
PAYABLE_YEN = 500


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Put something real into a call that is meant to be good, by a lot drawn from its content."""
    if case.meta is None or case.meta.generation.mode is not GenerationMode.POSITIVE:
        return
    lot = hashlib.sha256(repr((case.path_parameters, case.body)).encode()).digest()
    for name, values in REAL.items():
        if name in (case.path_parameters or {}) and lot[0] % 2:
            case.path_parameters[name] = values[lot[1] % len(values)]
    for position, body in enumerate(_bodies(case.body)):
        _make_plausible(body, lot[position % 16 :])


def _bodies(body: Any) -> list[dict[str, Any]]:
    """What is asked: one event, or those of a batch."""
    found = body.get("entries", [body]) if isinstance(body, dict) else []
    return [each for each in found if isinstance(each, dict) and "occurred_at" in each]


def _make_plausible(body: dict[str, Any], lot: bytes) -> None:
    # What stops a card or puts another in its place has cards of its own to ruin.
    cards = REAL["spare" if "reason" in body else "card"]
    if lot[2] % 8:
        body["occurred_at"] = datetime.now(UTC).isoformat()
        body["id"] = str(ids.uuid7())
    if lot[3] % 4:
        for name, real in (("card", cards), ("member_number", cards), ("reverses", REAL["id"])):
            if name in body:
                body[name] = real[lot[1] % len(real)]
    if lot[4] % 4:
        body.update(_whole(body))
        if "tenders" in body:
            _make_payable(body, lot)


def _make_payable(sale: dict[str, Any], lot: bytes) -> None:
    sale["tenders"] = list({each["kind"]: each for each in sale["tenders"]}.values())
    for line in sale["lines"]:
        line["amount"] = abs(line["amount"]) % PAYABLE_YEN
    if lot[5] % 2:
        # Each takes what it may, and at last there is cash for the rest.
        kinds = [each["kind"] for each in sale["tenders"] if each["kind"] != "cash"]
        sale["tenders"] = [{"kind": kind} for kind in (*kinds, "cash")]


def _whole(value: Any) -> Any:
    """The same with 1 for 1.0: one number to a JSON Schema, but a float is no amount of money."""
    if isinstance(value, dict):
        return {name: _whole(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return int(value) if isinstance(value, float) else value
