"""Deciding what goes onto the co-op's suspense and off it again: money of slips that is nobody's.

Between the co-op's own accounts only: nobody's purse is touched, so nobody is locked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal
from uuid import UUID

import msgspec

from kumiai.kit import clock
from kumiai.kit.steps import Steps
from kumiai.ledger.accounts import Kind
from kumiai.ledger.posting import Decision, Request, State
from kumiai.ledger.purses import Desk

ONTO = "slip_suspense"
BACK = "slip_return"


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """The stored answer: yen that went onto the suspense, or off it and back to the bank."""

    id: UUID
    state: Literal["settled"]
    posted_at: datetime
    amount: int


@dataclass(frozen=True, slots=True)
class Suspended:
    """Yen of a deposit; `original` is the entry that brought them onto the suspense, if any."""

    amount_yen: int
    original: UUID | None = None


def request(
    *, coop_id: int, entry_id: UUID, suspended: Suspended, occurred_at: datetime, at: datetime
) -> Request:
    """Ask for one deposit to go onto the suspense, or, with its original, off it and back."""
    kind = BACK if suspended.original else ONTO
    content = f"{kind} {suspended.amount_yen} {suspended.original or ''}"
    return Request(
        id=entry_id,
        coop_id=coop_id,
        kind=kind,
        digest=sha256(content.encode()).digest(),
        terminal_id=None,
        occurred_at=occurred_at,
        body=suspended,
        posted_at=at,
    )


class Suspending:
    """What `posting.post` needs for the suspense: see `posting.Room`."""

    def lock(self, requests: Sequence[Request]) -> Steps[None]:  # noqa: ARG002
        """There is nothing to lock."""
        yield from ()

    def decide(self, request: Request, state: None, desk: Desk) -> Decision:  # noqa: ARG002
        """Always settled: what the bank tells has happened."""
        suspended: Suspended = request.body
        draft = desk.open(
            coop_id=request.coop_id, terminal_id=None, purses=None, at=request.posted_at
        )
        if request.kind == ONTO:
            draft.book(Kind.SLIP_BANK, Kind.SUSPENSE, suspended.amount_yen)
        else:
            draft.book(Kind.SUSPENSE, Kind.SLIP_BANK, suspended.amount_yen)
        answer = Moved(
            id=request.id,
            state="settled",
            posted_at=draft.posted_at.astimezone(clock.TOKYO),
            amount=suspended.amount_yen,
        )
        return Decision(
            State.SETTLED, msgspec.json.encode(answer), draft, reverses=suspended.original
        )

    def write(self, decisions: Sequence[tuple[Request, Decision]]) -> Steps[None]:  # noqa: ARG002
        """The room's own rows are written by whoever asked."""
        yield from ()
