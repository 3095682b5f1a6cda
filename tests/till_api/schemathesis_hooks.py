"""Real cards, ids, moments of today and sums above zero, for a part of what Schemathesis makes up.

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


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any) -> None:
    """Put something real into a call that is meant to be good, by a lot drawn from its content."""
    if case.meta is None or case.meta.generation.mode is not GenerationMode.POSITIVE:
        return
    lot = hashlib.sha256(repr((case.path_parameters, case.body)).encode()).digest()
    for name, values in REAL.items():
        if name in (case.path_parameters or {}) and lot[0] % 2:
            case.path_parameters[name] = values[lot[1] % len(values)]
    if isinstance(case.body, dict) and "occurred_at" in case.body:
        _make_plausible(case.body, lot)


def _make_plausible(body: dict[str, Any], lot: bytes) -> None:
    if lot[2] % 8:
        body["occurred_at"] = datetime.now(UTC).isoformat()
        body["id"] = str(ids.uuid7())
    if lot[3] % 2 and "card" in body:
        body["card"] = REAL["card"][lot[1] % len(REAL["card"])]
    if lot[4] % 2:
        body.update(_whole(body))
        if "tenders" in body:
            body["tenders"] = list({each["kind"]: each for each in body["tenders"]}.values())
            for line in body["lines"]:
                line["amount"] = abs(line["amount"])


def _whole(value: Any) -> Any:
    """The same with 1 for 1.0: one number to a JSON Schema, but a float is no amount of money."""
    if isinstance(value, dict):
        return {name: _whole(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return int(value) if isinstance(value, float) else value
