"""Entries of the past, for whoever decides on them again. Without Django, as a list of steps."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from kumiai.kit import sql
from kumiai.kit.steps import Steps, ask
from kumiai.ledger.posting import Decision, Request

_sql = sql.load(__package__)

EntryKey = tuple[int, UUID]  # A co-op, and the id of one of its entries.


class StoredEntry(msgspec.Struct, frozen=True):
    """What an entry was, and what was answered. It never changes."""

    coop_id: int
    id: UUID
    kind: str
    outcome: str
    terminal_id: int | None
    holder_id: int | None
    occurred_at: datetime
    posted_at: datetime
    business_date: date
    receipt: bytes


def find_entries(keys: Sequence[EntryKey]) -> Steps[dict[EntryKey, StoredEntry]]:
    """The entries of these ids in these co-ops; one not there is left out."""
    rows = yield from ask(
        _sql.find_entries,
        {"coops": [coop_id for coop_id, _ in keys], "ids": [entry_id for _, entry_id in keys]},
    )
    entries = [StoredEntry(*row) for row in rows]
    return {(entry.coop_id, entry.id): entry for entry in entries}


def to_be_stored(request: Request, decision: Decision) -> StoredEntry:
    """The entry a decision becomes, as `find_entries` will find it."""
    return StoredEntry(
        request.coop_id,
        request.id,
        request.kind,
        decision.state.value,
        request.terminal_id,
        decision.holder_id,
        request.occurred_at,
        decision.draft.posted_at,
        decision.draft.business_date,
        decision.receipt,
    )
