"""Writes of the wallet other than at a till: money from slips, web points and their claims."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import msgspec

from kumiai.kit import clock
from kumiai.ledger import actions as ledger
from kumiai.ledger.posting import Chart, Outcome, Request
from kumiai.wallet.crediting import (
    Claim,
    Credit,
    Crediting,
    SlipCredit,
    SlipTakenBack,
    SuspenseCredit,
    WebPointsCredit,
)

_KINDS: dict[type[Credit], str] = {
    SlipCredit: "slip",
    SuspenseCredit: "slip",
    SlipTakenBack: "slip_cancellation",
    WebPointsCredit: "web_points",
    Claim: "claim",
}


@dataclass(frozen=True, slots=True)
class CreditAsked:
    """A credit with the id its asker made, when it happened and, of a history, when to post it."""

    id: UUID
    credit: Credit
    occurred_at: datetime
    posted_at: datetime | None = None


def credit(
    *,
    coop_id: int,
    asked: Sequence[CreditAsked],
    now: Callable[[], datetime] = clock.now,
    chart: Chart | None = None,
) -> list[Outcome]:
    """Post credits of one co-op in one transaction; asked again with the same ids, nothing new.

    Raises KeyError for somebody who is no member of the co-op; then nothing is posted.
    """
    requests = [
        Request(
            id=each.id,
            coop_id=coop_id,
            kind=_KINDS[type(each.credit)],
            digest=_digest(each.credit),
            terminal_id=None,
            occurred_at=each.occurred_at,
            body=each.credit,
            posted_at=each.posted_at,
        )
        for each in asked
    ]
    return ledger.post(requests=requests, room=Crediting(), now=now, chart=chart)


def _digest(credit: Credit) -> bytes:
    """Over what was asked; the rules in force then are not the asker's."""
    match credit:
        case Claim(member_id, blocks):
            content: object = ("claim", member_id, blocks)
        case SuspenseCredit():
            content = ("slip of suspense", credit)
        case _:
            content = (_KINDS[type(credit)], credit)
    return sha256(msgspec.json.encode(content, order="deterministic")).digest()
