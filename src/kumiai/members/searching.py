"""Finding members by whatever somebody at a desk knows of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from kumiai.kit import japanese, sql
from kumiai.members import rules

SHOWN_MAX = 50
# Fewer digits than these are no beginning of a number or a phone worth looking for.
DIGITS_MIN = 4

_sql = sql.load("kumiai.members")


@dataclass(frozen=True, slots=True)
class Hit:
    """One member found; the guardian's name is empty where none is known."""

    id: int
    member_number: str
    name: str
    kana: str
    faculty: str
    joined_year: int
    left_on: date | None
    guardian_name: str
    is_suspended: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The members found, by reading; `is_more` where there are more than are shown."""

    hits: tuple[Hit, ...]
    is_more: bool


def search(*, coop_id: int, typed: str, ids: Sequence[int] = ()) -> Found:
    """Members of the co-op by number, name, reading, phone or card, however they are typed.

    A beginning is enough, of the family name or of the given name. `ids` are added: members
    another room has found. At most fifty.
    """
    words = " ".join(typed.replace("\0", "").split())
    digits = japanese.phone_digits(words)
    if not (digits.isascii() and digits.isdecimal() and len(digits) >= DIGITS_MIN):
        digits = ""
    asked: dict[str, Any] = {
        "coop": coop_id,
        "words": words,
        "kana": japanese.fold_kana(words),
        "digits": digits,
        "card": rules.card_key(words) or "",
        "ids": list(ids),
        "most": SHOWN_MAX + 1,
    }
    with connection.cursor() as cursor:
        cursor.execute(_sql.search_members, asked)
        hits = tuple(Hit(*row) for row in cursor.fetchall())
    return Found(hits[:SHOWN_MAX], len(hits) > SHOWN_MAX)
