"""Deciding a correction: a purse put right against an account of the co-op, never by editing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from kumiai.coops.policy import Policy
from kumiai.kit.steps import Steps, together
from kumiai.ledger import posting
from kumiai.ledger.accounts import UNIT_OF, Kind, Unit
from kumiai.ledger.posting import Decision, Request, State
from kumiai.ledger.purses import Desk, Purse, Purses
from kumiai.members import at_till as members
from kumiai.wallet import answers, at_till, rules
from kumiai.wallet.answers import Balances, PurseVersions
from kumiai.wallet.at_till import Collected, Holder
from kumiai.wallet.rules import Part

KIND = "correction"
# What waits to be collected only becomes less: more of it comes by a slip or a claim alone.
PURSES = (Kind.PREPAID, Kind.UNCOLLECTED, Kind.POINTS, Kind.WEB_POINTS, Kind.DEBT)

Problem = Literal["not_enough", "over_prepaid_cap", "only_less"]


@dataclass(frozen=True, slots=True)
class Correction:
    """So much more, or less, in one purse: yen or tenths of a point, by the purse's unit."""

    member_id: int
    purse: Kind
    change: int
    policy: Policy


class Corrected(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The stored answer: what was moved, without its direction."""

    id: UUID
    state: Literal["settled"]
    posted_at: datetime
    purse: str
    balances: Balances
    purse_versions: PurseVersions
    amount: int = 0
    points_tenths: int = 0


def problem(correction: Correction, purses: Purses) -> Problem | None:
    """Why it cannot be: below zero, prepaid money over its cap, or more made to wait."""
    purse = purse_of(purses, correction.purse)
    if purse.balance + correction.change < 0:
        return "not_enough"
    if correction.purse is Kind.UNCOLLECTED and correction.change > 0:
        return "only_less"
    if correction.purse is Kind.PREPAID and correction.change > 0:
        room = rules.room(prepaid_yen=purses.prepaid.balance, debt_yen=0, policy=correction.policy)
        return "over_prepaid_cap" if correction.change > room else None
    return None


def purse_of(purses: Purses, kind: Kind) -> Purse:
    """The purse of that kind."""
    return next(purse for purse in purses if purse.kind is kind)


class Correcting:
    """What `posting.post` needs to correct members' purses: see `posting.Room`."""

    def lock(self, requests: Sequence[Request]) -> Steps[dict[tuple[int, int], Holder]]:
        """The members, then their purses, and what waits for those who lose some of it."""
        keys = sorted({(request.coop_id, request.body.member_id) for request in requests})
        waited = {
            (request.coop_id, request.body.member_id)
            for request in requests
            if request.body.purse is Kind.UNCOLLECTED
        }
        _, purses, waiting = yield from together(
            members.lock_members(ids=[member_id for _, member_id in keys]),
            posting.read_purses(keys),
            at_till.read_waiting(sorted(waited)),
        )
        return {key: Holder(purses[key], waiting.get(key[1], [])) for key in purses}

    def decide(
        self, request: Request, state: Mapping[tuple[int, int], Holder], desk: Desk
    ) -> Decision:
        """Correct, or decline. KeyError for no member of the co-op."""
        correction: Correction = request.body
        holder = state[request.coop_id, correction.member_id]
        purses = holder.purses
        draft = desk.open(coop_id=request.coop_id, terminal_id=None, purses=purses)
        if reason := problem(correction, purses):
            return at_till.decline_at_desk(request, draft, purses, reason)
        purse = purse_of(purses, correction.purse)
        in_yen = UNIT_OF[purse.kind] is Unit.JPY
        other = Kind.ADJUSTMENTS if in_yen else Kind.POINTS_GRANTED
        size = abs(correction.change)
        if correction.change > 0:
            draft.pay_in(purse, size, other)
        else:
            draft.pay_out(purse, size, other)
        parts = _taken(holder, size) if purse.kind is Kind.UNCOLLECTED else []
        record = Collected(request.id, request.coop_id, parts) if parts else None
        answer = Corrected(
            id=request.id,
            state="settled",
            posted_at=answers.in_tokyo(draft.posted_at),
            purse=purse.kind.value,
            balances=answers.balances(purses, collectable_yen=0),
            purse_versions=answers.purse_versions(purses),
            amount=size if in_yen else 0,
            points_tenths=0 if in_yen else size,
        )
        return Decision(
            State.SETTLED, answers.encode(answer), draft, purses.holder_id, record=record
        )

    def write(self, decisions: Sequence[tuple[Request, Decision]]) -> Steps[None]:
        """Write what no longer waits."""
        records = (decision.record for _, decision in decisions)
        yield from at_till.write_collected([each for each in records if each is not None])


def _taken(holder: Holder, yen: int) -> list[Part]:
    """What waits longest goes first, as at a till, whether or not a till hands it over yet."""
    parts = rules.collect(holder.waiting, today=date.max, room_yen=yen)
    holder.hand_over(parts)
    return parts
