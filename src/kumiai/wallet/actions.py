"""Writes of the wallet other than at a till: money from slips, web points and their claims."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import msgspec
from django.db import transaction

from kumiai.kit import clock
from kumiai.ledger import actions as ledger
from kumiai.ledger.posting import Chart, Outcome, Request
from kumiai.wallet import correcting, paying_out
from kumiai.wallet.correcting import Correcting, Correction
from kumiai.wallet.crediting import (
    Claim,
    Credit,
    Crediting,
    SlipCredit,
    SlipRecalled,
    SlipTakenBack,
    SuspenseCredit,
    WebPointsCredit,
)
from kumiai.wallet.paying_out import PayingOut, Payout

_KINDS: dict[type[Credit], str] = {
    SlipCredit: "slip",
    SuspenseCredit: "slip",
    SlipTakenBack: "slip_cancellation",
    SlipRecalled: "slip_recall",
    WebPointsCredit: "web_points",
    Claim: "claim",
}


class CannotCorrect(Exception):
    """The purse holds too little, or would hold too much; nothing was posted. `problem` says it."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class CannotPayOut(Exception):
    """Less waits of slips, or the rest would not cover a debt; nothing was posted."""


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


def correct(
    *,
    coop_id: int,
    entry_id: UUID,
    correction: Correction,
    at: datetime,
    now: Callable[[], datetime] = clock.now,
) -> None:
    """Put a purse right against an account of the co-op; asked again, nothing new.

    Whoever calls has two people's word for it. Raises CannotCorrect, and KeyError for no member
    of the co-op.
    """
    asked = ("correction", correction.member_id, correction.purse, correction.change)
    request = Request(
        id=entry_id,
        coop_id=coop_id,
        kind=correcting.KIND,
        digest=sha256(msgspec.json.encode(asked)).digest(),
        terminal_id=None,
        occurred_at=at,
        body=correction,
    )
    with transaction.atomic():
        (outcome,) = ledger.post(requests=[request], room=Correcting(), now=now)
        answer = msgspec.json.decode(outcome.receipt, type=_Answer)
        if answer.state != "settled":
            raise CannotCorrect(answer.reason)


def pay_out(
    *,
    coop_id: int,
    entry_id: UUID,
    payout: Payout,
    at: datetime,
    now: Callable[[], datetime] = clock.now,
) -> None:
    """Take what waits of a member's slips off, for the co-op to transfer it to a bank account.

    Asked again, nothing new. Whoever calls has two people's word for it. Raises CannotPayOut, and
    KeyError for no member of the co-op.
    """
    asked = ("payout", payout.member_id, payout.yen)
    request = Request(
        id=entry_id,
        coop_id=coop_id,
        kind=paying_out.KIND,
        digest=sha256(msgspec.json.encode(asked)).digest(),
        terminal_id=None,
        occurred_at=at,
        body=payout,
    )
    with transaction.atomic():
        (outcome,) = ledger.post(requests=[request], room=PayingOut(), now=now)
        if msgspec.json.decode(outcome.receipt, type=_Answer).state != "settled":
            raise CannotPayOut


class _Answer(msgspec.Struct):
    state: str
    reason: str = ""


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
