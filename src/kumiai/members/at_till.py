"""The members' part of a till's transaction: card states, locked. No Django."""

from collections.abc import Sequence
from datetime import datetime

from kumiai.kit import sql
from kumiai.kit.steps import Row, Steps, ask
from kumiai.members import rules
from kumiai.members.rules import CardState

CardKey = tuple[int, str]

_MEMBER_ID = 5
_sql = sql.load(__package__)


def lock_cards(keys: Sequence[CardKey]) -> Steps[dict[CardKey, CardState]]:
    """The states of cards by (co-op, code or IDm); a card that is not there is left out.

    The cards are share-locked: nobody can stop or replace them before the transaction ends, and
    other tills are not kept waiting. Keys are in the form that `rules.card_key` gives them.
    """
    codes = sorted({key for key in keys if not rules.is_idm(key[1])})
    idms = sorted({key for key in keys if rules.is_idm(key[1])})
    rows: list[Row] = []
    if codes:
        rows += yield ask(_sql.lock_cards_by_code, _wanted(codes))
    if idms:
        rows += yield ask(_sql.lock_cards_by_idm, _wanted(idms))
    if not rows:
        return {}
    members = sorted({row[_MEMBER_ID] for row in rows})
    suspensions = yield ask(_sql.open_suspensions, {"members": members})
    suspended_at: dict[int, datetime] = dict(suspensions)
    return {
        (row[0], row[1]): CardState(*(*row[2:], suspended_at.get(row[_MEMBER_ID]))) for row in rows
    }


def _wanted(keys: Sequence[CardKey]) -> dict[str, list[int] | list[str]]:
    return {"coops": [coop_id for coop_id, _ in keys], "keys": [key for _, key in keys]}
