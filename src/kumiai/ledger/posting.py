"""Posting: claim the ids, lock, decide, write. The one way money moves, for tills and pages.

It is written without I/O: every function that needs the database is a generator of steps
(`kit.steps`), run by one of the two drivers inside one transaction.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

import msgspec

from kumiai.kit import sql
from kumiai.kit.steps import Steps, ask, tell, together
from kumiai.ledger import marks
from kumiai.ledger.accounts import PER_COOP, PER_TERMINAL, UNIT_OF, Kind
from kumiai.ledger.purses import Books, Desk, Draft, Purse, Purses

BATCH_LIMIT = 256

_KINDS = {kind.value: kind for kind in Kind}

_sql = sql.load(__package__)


class State(StrEnum):
    """How an entry ended."""

    SETTLED = "settled"
    DECLINED = "declined"


class Request(msgspec.Struct, frozen=True):
    """One business event somebody asks for.

    `id` is a UUIDv7 the asker made. `digest` is a SHA-256 over the asker and the content after
    parsing, so that the same id with another content is told from a retry. `body` is the room's.
    `posted_at` is given only for a history being loaded; live posting takes its own clock.
    `sequence` is the number the terminal counted up for it, if it counts.
    """

    id: UUID
    coop_id: int
    kind: str
    digest: bytes
    terminal_id: int | None
    occurred_at: datetime
    body: Any
    posted_at: datetime | None = None
    sequence: int | None = None


class Decision(msgspec.Struct, frozen=True):
    """What a room answers to one request.

    `receipt` are the bytes the asker gets, now and at every retry. `draft` holds the transfers (a
    decline has none); `record` is for the room's own tables, None when there is nothing to write.
    """

    state: State
    receipt: bytes
    draft: Draft
    holder_id: int | None = None
    reverses: UUID | None = None
    flags: str = ""
    record: Any = None


class Outcome(msgspec.Struct, frozen=True):
    """The answer to one request: new, replayed from an earlier time, or refused as `id_reused`."""

    id: UUID
    receipt: bytes
    is_replay: bool = False
    id_reused: bool = False


class Room(Protocol):
    """What the calling room brings to a posting."""

    def lock(self, requests: Sequence[Request]) -> Steps[Any]:
        """Lock rows in the fixed order and read what deciding needs; returns the room's state."""

    def decide(self, request: Request, state: Any, desk: Desk) -> Decision:
        """Settle or decline one request over the locked state. Pure: no I/O, no clock."""

    def write(self, decisions: Sequence[tuple[Request, Decision]]) -> Steps[None]:
        """Write the room's own rows of the settled requests, set-based."""


class Chart:
    """The co-op's own accounts by terminal, read once: their ids never change.

    A chart may be kept as long as the process lives, provided it is filled in transactions that
    committed.
    """

    def __init__(self) -> None:
        self.books: dict[tuple[int, int], Books] = {}

    def missing(self, requests: Sequence[Request]) -> list[tuple[int, int]]:
        """The (co-op, terminal or 0) pairs whose accounts are not read yet."""
        keys = {(request.coop_id, request.terminal_id or 0) for request in requests}
        return sorted(key for key in keys if key not in self.books)

    def fill(self, keys: Sequence[tuple[int, int]]) -> Steps[None]:
        """Open the accounts of these pairs where they are not open, and read their ids."""
        coops, holders, kinds = [], [], []
        for coop_id, terminal_id in keys:
            for kind in PER_COOP + (PER_TERMINAL if terminal_id else ()):
                coops.append(coop_id)
                holders.append(terminal_id if kind in PER_TERMINAL else 0)
                kinds.append(kind.value)
        units = [UNIT_OF[Kind(kind)].value for kind in kinds]
        wanted = {"coops": coops, "holders": holders, "kinds": kinds, "units": units}
        yield from tell(_sql.open_accounts, wanted)
        rows = yield from ask(_sql.find_accounts, wanted)
        ids = {(coop, holder, kind): account for coop, holder, kind, account in rows}
        for coop_id, terminal_id in keys:
            kinds_here = PER_COOP + (PER_TERMINAL if terminal_id else ())
            self.books[coop_id, terminal_id] = Books(
                coop_id,
                terminal_id,
                {
                    kind: ids[coop_id, terminal_id if kind in PER_TERMINAL else 0, kind.value]
                    for kind in kinds_here
                },
            )


def post(
    requests: Sequence[Request], *, room: Room, chart: Chart, clock: Callable[[], datetime]
) -> Steps[list[Outcome]]:
    """Post a list of at most 256 requests in one transaction; one outcome each, in order.

    Sharing a transaction never changes an outcome: every request is decided by itself over the
    locked state, several of one member in the order given. Answers may leave only after the
    commit. Raises what the database raises; then nothing is posted.
    """
    if len(requests) > BATCH_LIMIT:
        raise ValueError(f"at most {BATCH_LIMIT} requests at a time")
    firsts: dict[UUID, Request] = {}
    for request in requests:
        firsts.setdefault(request.id, request)
    asked = list(firsts.values())
    coops = sorted({request.coop_id for request in asked})
    # In this order, in few trips: the days, the ids, then the room's locks. Locking what belongs
    # to an id that turns out to be known does no harm.
    _, claimed, closed_through, state = yield from together(
        tell(_sql.share_days, {"coops": coops}),
        _claim(asked),
        ask(_sql.closed_through, {"coops": coops}),
        room.lock(asked),
    )
    fresh = [request for request in asked if request.id in claimed]
    known = [request.id for request in asked if request.id not in claimed]
    stored = (yield from _stored(known)) if known else {}
    if fresh:
        desk = Desk(clock(), dict(closed_through), chart.books)
        decisions = [(request, room.decide(request, state, desk)) for request in fresh]
        yield from _write(decisions, room)
        stored |= {r.id: (r.digest, decision.receipt) for r, decision in decisions}
    return _outcomes(requests, stored, {request.id for request in fresh})


def read_purses(keys: Sequence[tuple[int, int]]) -> Steps[dict[tuple[int, int], Purses]]:
    """The purses of (co-op, holder) pairs. The holders are locked already, by the calling room."""
    rows = yield from ask(
        _sql.read_purses,
        {"coops": [coop for coop, _ in keys], "holders": [holder for _, holder in keys]},
    )
    found: dict[tuple[int, int], dict[Kind, Purse]] = {}
    for account_id, coop_id, holder_id, kind_name, balance, version, posted_at in rows:
        kind = _KINDS[kind_name]
        purse = Purse(account_id, holder_id, kind, balance, version, posted_at)
        found.setdefault((coop_id, holder_id), {})[kind] = purse
    return {
        key: Purses(
            key[1],
            prepaid=purses[Kind.PREPAID],
            uncollected=purses[Kind.UNCOLLECTED],
            points=purses[Kind.POINTS],
            web_points=purses[Kind.WEB_POINTS],
            debt=purses[Kind.DEBT],
        )
        for key, purses in found.items()
    }


def _claim(requests: Sequence[Request]) -> Steps[set[UUID]]:
    """The ids nobody has used until now. A rival that is posting the same id is waited for."""
    rows = yield from ask(
        _sql.claim,
        {
            "ids": [request.id for request in requests],
            "digests": [request.digest for request in requests],
        },
    )
    return {row[0] for row in rows}


def _stored(ids: Sequence[UUID]) -> Steps[dict[UUID, tuple[bytes, bytes]]]:
    rows = yield from ask(_sql.stored, {"ids": list(ids)})
    return {known: (bytes(digest), bytes(receipt)) for known, digest, receipt in rows}


def _write(decisions: Sequence[tuple[Request, Decision]], room: Room) -> Steps[None]:
    yield from tell(_sql.insert_entries, _entry_columns(decisions))
    transfers = _transfer_columns(decisions)
    if transfers["amounts"]:
        yield from tell(_sql.insert_transfers, transfers)
    yield from room.write(
        [(request, decision) for request, decision in decisions if decision.record is not None]
    )


def _entry_columns(decisions: Sequence[tuple[Request, Decision]]) -> dict[str, list[Any]]:
    columns: dict[str, list[Any]] = {
        "ids": [request.id for request, _ in decisions],
        "coops": [request.coop_id for request, _ in decisions],
        "kinds": [request.kind for request, _ in decisions],
        "terminals": [request.terminal_id for request, _ in decisions],
        "holders": [decision.holder_id for _, decision in decisions],
        "occurred": [request.occurred_at for request, _ in decisions],
        "posted": [decision.draft.posted_at for _, decision in decisions],
        "days": [decision.draft.business_date for _, decision in decisions],
        "outcomes": [decision.state.value for _, decision in decisions],
        "originals": [decision.reverses for _, decision in decisions],
        "flags": [decision.flags for _, decision in decisions],
    }
    ids, *others = columns.values()
    texts = marks.texts((ids, [request.digest.hex() for request, _ in decisions], *others))
    return columns | {
        "receipts": [decision.receipt for _, decision in decisions],
        "sequences": [request.sequence for request, _ in decisions],
        "marks": [
            marks.mark(_with_sequence(text, request.sequence), decision.receipt)
            for text, (request, decision) in zip(texts, decisions, strict=True)
        ],
    }


def _with_sequence(text: str, sequence: int | None) -> str:
    return text if sequence is None else f"{text}{sequence}\n"


def _transfer_columns(decisions: Sequence[tuple[Request, Decision]]) -> dict[str, list[Any]]:
    rows = [
        (request, decision, position, transfer)
        for request, decision in decisions
        for position, transfer in enumerate(decision.draft.transfers, start=1)
    ]
    return {
        "entries": [request.id for request, _, _, _ in rows],
        "positions": [position for _, _, position, _ in rows],
        "coops": [request.coop_id for request, _, _, _ in rows],
        "units": [UNIT_OF[transfer.kind].value for _, _, _, transfer in rows],
        "debits": [transfer.debit for _, _, _, transfer in rows],
        "credits": [transfer.credit for _, _, _, transfer in rows],
        "amounts": [transfer.amount for _, _, _, transfer in rows],
        "purses": [transfer.purse for _, _, _, transfer in rows],
        "versions": [transfer.purse_version for _, _, _, transfer in rows],
        "balances": [transfer.purse_balance for _, _, _, transfer in rows],
        "posted": [decision.draft.posted_at for _, decision, _, _ in rows],
    }


def _outcomes(
    requests: Sequence[Request],
    stored: Mapping[UUID, tuple[bytes, bytes]],
    new: set[UUID],
) -> list[Outcome]:
    outcomes = []
    for request in requests:
        digest, receipt = stored[request.id]
        if digest != request.digest:
            outcomes.append(Outcome(request.id, b"", id_reused=True))
            continue
        outcomes.append(Outcome(request.id, receipt, is_replay=request.id not in new))
        new.discard(request.id)  # The same id twice in one list: the second is a replay.
    return outcomes
