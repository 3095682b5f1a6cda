"""The members' part of a till's transaction: the lock, and what state their cards are in."""

from collections.abc import Sequence

from kumiai.kit import sql
from kumiai.kit.steps import Row, Steps, ask, tell
from kumiai.members import rules
from kumiai.members.rules import CardState

CardKey = tuple[int, str]

_sql = sql.load(__package__)


def lock_members(*, cards: Sequence[CardKey] = (), ids: Sequence[int] = ()) -> Steps[None]:
    """Have these members to oneself until the end of the transaction.

    Whoever moves a member's money or stops a card takes this lock first, once a transaction and
    for all members it touches, so that nobody waits in a circle. What is read after it stays true.
    Keys are in the form that `rules.card_key` gives them.
    """
    if cards or ids:
        wanted = _wanted(sorted(set(cards)))
        yield from tell(_sql.lock_members, {**wanted, "members": list(ids)})


def read_cards(keys: Sequence[CardKey]) -> Steps[dict[CardKey, CardState]]:
    """What decides whether each card may pay, by (co-op, code or IDm); one not there is left out.

    Their members are locked already.
    """
    codes = sorted({key for key in keys if not rules.is_idm(key[1])})
    idms = sorted({key for key in keys if rules.is_idm(key[1])})
    rows: list[Row] = []
    if codes:
        rows += yield from ask(_sql.read_cards_by_code, _wanted(codes))
    if idms:
        rows += yield from ask(_sql.read_cards_by_idm, _wanted(idms))
    return {(row[0], row[1]): CardState(*row[2:]) for row in rows}


def _wanted(keys: Sequence[CardKey]) -> dict[str, list[int] | list[str]]:
    return {"coops": [coop_id for coop_id, _ in keys], "keys": [key for _, key in keys]}
