"""What the database has written of some people, to be held against the model."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tests.ledger.model import KINDS, Holder
from tests.ledger.world import Connection

_PURSES = """
SELECT holder_id, kind, balance, version FROM ledger_account
WHERE holder_id = ANY(%(ids)s) AND version IS NOT NULL
"""
_CARDS = """
SELECT member_id, code, idm, replaced_at FROM members_membercard
WHERE member_id = ANY(%(ids)s) ORDER BY id
"""
_STOPS = """
SELECT member_id, suspended_at, lifted_at FROM members_suspension WHERE member_id = ANY(%(ids)s)
"""
_WAITING = """
SELECT member_id, entry_id, remaining_yen, available_on FROM wallet_uncollected
WHERE member_id = ANY(%(ids)s)
"""
_EATEN = "SELECT member_id, date, used_yen FROM meals_mealday WHERE member_id = ANY(%(ids)s)"


@dataclass
class Stored:
    """Of one member: purses with balance and version, cards, stops, what waits, what was eaten."""

    purses: dict[str, tuple[int, int]] = field(default_factory=dict)
    cards: list[tuple[str, str | None, datetime | None]] = field(default_factory=list)
    stops: set[tuple[datetime, datetime | None]] = field(default_factory=set)
    waiting: dict[UUID, tuple[int, date]] = field(default_factory=dict)
    eaten: dict[date, int] = field(default_factory=dict)


def read(connection: Connection, ids: Sequence[int]) -> dict[int, Stored]:
    """What is written of these members."""
    found = {member_id: Stored() for member_id in ids}

    def rows(statement: str) -> Any:
        return connection.execute(statement.encode(), {"ids": list(ids)}).fetchall()

    for member_id, kind, balance, version in rows(_PURSES):
        found[member_id].purses[kind] = (balance, version)
    for member_id, *card in rows(_CARDS):
        found[member_id].cards.append(tuple(card))
    for member_id, *stop in rows(_STOPS):
        found[member_id].stops.add(tuple(stop))
    for member_id, entry_id, *waits in rows(_WAITING):
        found[member_id].waiting[entry_id] = tuple(waits)
    for member_id, day, yen in rows(_EATEN):
        found[member_id].eaten[day] = yen
    return found


def receipts(connection: Connection, ids: Sequence[UUID]) -> dict[UUID, bytes]:
    """The answers that are stored under these ids."""
    found = connection.execute("SELECT id, receipt FROM ledger_entry WHERE id = ANY(%s)", [ids])
    return {entry_id: bytes(receipt) for entry_id, receipt in found.fetchall()}


def expected(holder: Holder) -> Stored:
    """What should be written of somebody."""
    stops: set[tuple[datetime, datetime | None]] = set(holder.stops)
    if holder.stopped_at:
        stops.add((holder.stopped_at, None))
    return Stored(
        purses={kind: (holder.holds[kind], holder.versions[kind]) for kind in KINDS},
        cards=[(card.code, card.idm, card.died_at) for card in holder.cards],
        stops=stops,
        waiting={wait.id: (wait.left, wait.available_on) for wait in holder.waits},
        eaten=holder.eaten,
    )
