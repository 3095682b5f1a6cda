"""The members' part of a till's transaction: the lock, and what state their cards are in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from kumiai.kit import sql
from kumiai.kit.steps import Steps, ask, tell
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
    yield from tell(_sql.lock_members, {**_wanted(cards), "members": list(ids)})


def read_cards(keys: Sequence[CardKey]) -> Steps[dict[CardKey, CardState]]:
    """What decides whether each card may pay, by (co-op, code or IDm); unknown ones left out."""
    if not keys:
        return {}
    rows = yield from ask(_sql.read_cards, _wanted(keys))
    return {(row[0], row[1]): CardState(*row[2:]) for row in rows}


def lock_idms(keys: Sequence[CardKey]) -> Steps[None]:
    """Have these (co-op, IDm) to oneself, to give them to new cards; after the members' lock."""
    if keys:
        yield from tell(_sql.lock_idms, _wanted(keys))


def read_past_stops(
    holders: Sequence[tuple[int, int]],
) -> Steps[dict[int, list[tuple[datetime, datetime]]]]:
    """When (co-op, member) pairs were stopped and let go again, by member. They are locked."""
    if not holders:
        return {}
    rows = yield from ask(
        _sql.past_stops,
        {
            "coops": [coop_id for coop_id, _ in holders],
            "members": [member_id for _, member_id in holders],
        },
    )
    stops: dict[int, list[tuple[datetime, datetime]]] = {}
    for member_id, suspended_at, lifted_at in rows:
        stops.setdefault(member_id, []).append((suspended_at, lifted_at))
    return stops


def _wanted(keys: Sequence[CardKey]) -> dict[str, list[Any]]:
    """Card keys as columns, each once."""
    wanted = sorted(set(keys))
    return {
        "coops": [coop_id for coop_id, _ in wanted],
        "keys": [key for _, key in wanted],
        "idms": [rules.is_idm(key) for _, key in wanted],
    }
