"""One deposit as a file tells it, whichever kind the file is. Pure."""

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from kumiai.kit.zengin import names

# What the database keeps of the texts of a deposit.
PAYER_CHARACTERS_MAX = 100
MESSAGE_CHARACTERS_MAX = 200


class FileKind(StrEnum):
    """Which kinds of files of deposits the office takes in."""

    NOTICE = "notice"
    STATEMENT = "statement"
    AGENCY = "agency"
    SLIPS = "slips"
    HAND = "hand"


class Tells(StrEnum):
    """What a line tells: money paid in, a first word of it, that it is sure, or that it is not."""

    PAID = "paid"
    FLASH = "flash"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositRow:
    """A line of a file: `place` is its line or byte, `message` all texts that may name a member.

    `likeness` is what two lines about the same money have in common.
    """

    place: int
    tells: Tells
    paid_on: date
    amount_yen: int
    payer: str = ""
    message: str = ""
    inquiry: str = ""
    likeness: bytes = b""
    fingerprint: bytes = b""


def told_apart(rows: Iterable[DepositRow], *, source: str) -> Iterator[DepositRow]:
    """The rows with likeness and fingerprint: the same line of the same source has the same one.

    Like lines of one file are counted, so that who pays the same amount twice on a day has two.
    """
    counted: Counter[bytes] = Counter()
    for row in rows:
        payer = names.comparable(row.payer) + _digits(row.payer)
        likeness = _digest(str(row.amount_yen), payer, row.message, _day_of_like(row))
        key = _digest(source, row.tells, row.paid_on.isoformat(), row.inquiry, likeness.hex())
        counted[key] += 1
        yield replace(row, likeness=likeness, fingerprint=_digest(key.hex(), str(counted[key])))


def _digits(payer: str) -> str:
    """Two members who write their numbers alone for a name pay the same on the same day."""
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", payer))


def _day_of_like(row: DepositRow) -> str:
    """A cancellation comes on a later day than its deposit, so the day is no part of likeness."""
    return "" if row.message or row.payer else row.paid_on.isoformat()


def short(text: str, characters_max: int) -> str:
    """A text as it is kept: one line, cut to its length."""
    folded = " ".join(unicodedata.normalize("NFKC", text).split())
    return re.sub(r"[^\S ]|[\x00-\x1f\x7f]", "", folded)[:characters_max]


def _digest(*parts: str) -> bytes:
    return hashlib.sha256("\0".join(parts).encode()).digest()
