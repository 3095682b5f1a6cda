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
    if not cards and not ids:
        return
    keys = sorted(set(cards))
    yield from tell(
        _sql.lock_members,
        {
            "coops": [coop_id for coop_id, _ in keys],
            "keys": [key for _, key in keys],
            "idms": [rules.is_idm(key) for _, key in keys],
            "members": list(ids),
        },
    )


def read_cards(keys: Sequence[CardKey]) -> Steps[dict[CardKey, CardState]]:
    """What decides whether each card may pay, by (co-op, code or IDm); unknown ones left out."""
    codes = sorted({key for key in keys if not rules.is_idm(key[1])})
    idms = sorted({key for key in keys if rules.is_idm(key[1])})
    rows: list[Row] = []
    for statement, wanted in ((_sql.read_cards_by_code, codes), (_sql.read_cards_by_idm, idms)):
        if wanted:
            coops, texts = [coop_id for coop_id, _ in wanted], [key for _, key in wanted]
            rows += yield from ask(statement, {"coops": coops, "keys": texts})
    return {(row[0], row[1]): CardState(*row[2:]) for row in rows}
