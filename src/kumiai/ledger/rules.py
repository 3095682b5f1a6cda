"""The seal of a business day: a hash over what happened, chained to the day before."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

FIRST_SEAL = bytes(32)


@dataclass(frozen=True, slots=True)
class DaySum:
    """What one kind of account was debited and credited on a day, in its unit.

    `holder_id` is the terminal of a till's account; 0 for the co-op's and for all purses together.
    """

    kind: str
    holder_id: int
    debit: int
    credit: int


@dataclass(frozen=True, slots=True)
class DayContents:
    """Everything the ledger holds of one business day of a co-op, summed and digested."""

    business_date: date
    entry_count: int
    content_digest: bytes
    sums: Sequence[DaySum]


def no_contents(business_date: date) -> DayContents:
    """A day on which nothing happened."""
    return DayContents(business_date, 0, hashlib.sha256(b"").digest(), ())


def seal(*, coop_id: int, contents: DayContents, previous_seal: bytes) -> bytes:
    """The SHA-256 that seals a day: whoever changes it or any day before it changes this."""
    document = {
        "coop": coop_id,
        "business_date": contents.business_date.isoformat(),
        "entry_count": contents.entry_count,
        "content_digest": contents.content_digest.hex(),
        "sums": sums_document(contents.sums),
        "previous_seal": previous_seal.hex(),
    }
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def sums_document(sums: Sequence[DaySum]) -> list[Mapping[str, Any]]:
    """The sums as they are stored with the close."""
    return [
        {"kind": s.kind, "holder_id": s.holder_id, "debit": s.debit, "credit": s.credit}
        for s in sums
    ]
