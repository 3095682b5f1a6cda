"""The members' part of a till's transaction: card states, locked. No Django."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from kumiai.kit import sql
from kumiai.kit.steps import Row, Steps, ask
from kumiai.members import rules
from kumiai.members.rules import CardState

CardKey = tuple[int, str]

_COOP_ID = 3
_MEMBER_ID = 5
_sql = sql.load(__package__)


class FoundCard(NamedTuple):
    """A card that was found and locked: the key it was asked by, whose it is, and its facts."""

    key: CardKey
    coop_id: int
    member_id: int
    facts: Row


def find_cards(keys: Sequence[CardKey]) -> Steps[list[FoundCard]]:
    """Lock cards by (co-op, code or IDm) and find whose they are; one not there is left out.

    The cards are share-locked: nobody can stop or replace them before the transaction ends, and
    other tills are not kept waiting. Keys are in the form that `rules.card_key` gives them.
    """
    codes = sorted({key for key in keys if not rules.is_idm(key[1])})
    idms = sorted({key for key in keys if rules.is_idm(key[1])})
    rows: list[Row] = []
    if codes:
        rows += yield from ask(_sql.lock_cards_by_code, _wanted(codes))
    if idms:
        rows += yield from ask(_sql.lock_cards_by_idm, _wanted(idms))
    return [FoundCard((row[0], row[1]), row[_COOP_ID], row[_MEMBER_ID], row[2:]) for row in rows]


def read_suspensions(member_ids: Collection[int]) -> Steps[dict[int, datetime]]:
    """Since when members are stopped; asked after their cards are locked."""
    if not member_ids:
        return {}
    rows = yield from ask(_sql.open_suspensions, {"members": sorted(set(member_ids))})
    return dict(rows)


def states(
    found: Sequence[FoundCard], suspended_at: Mapping[int, datetime]
) -> dict[CardKey, CardState]:
    """What decides whether each card may pay: as found, and as stopped under the lock."""
    return {card.key: CardState(*(*card.facts, suspended_at.get(card.member_id))) for card in found}


def _wanted(keys: Sequence[CardKey]) -> dict[str, list[int] | list[str]]:
    return {"coops": [coop_id for coop_id, _ in keys], "keys": [key for _, key in keys]}
