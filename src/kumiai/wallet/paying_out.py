"""Deciding a payout: what was paid in and waits goes back to its payer's bank account.

Only what came by slip: it was never prepaid money (guide rows G40, G46), and points that were
claimed were never paid in. Debts are not left behind: as much as is owed stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from kumiai.kit.steps import Steps, together
from kumiai.ledger import posting
from kumiai.ledger.accounts import Kind
from kumiai.ledger.posting import Decision, Request, State
from kumiai.ledger.purses import Desk
from kumiai.members import at_till as members
from kumiai.wallet import answers, at_till, rules
from kumiai.wallet.answers import Balances, PurseVersions
from kumiai.wallet.at_till import Collected, Holder

KIND = "payout"


@dataclass(frozen=True, slots=True)
class Payout:
    """So many yen to a member's bank account."""

    member_id: int
    yen: int


class PaidOut(msgspec.Struct, frozen=True, kw_only=True):
    """The stored answer: what left the co-op's account for slips."""

    id: UUID
    state: Literal["settled"]
    posted_at: datetime
    amount: int
    balances: Balances
    purse_versions: PurseVersions


class PayingOut:
    """What `posting.post` needs to pay members out: see `posting.Room`."""

    def lock(self, requests: Sequence[Request]) -> Steps[dict[tuple[int, int], Holder]]:
        """The members, their purses, and what waits of their slips."""
        keys = sorted({(request.coop_id, request.body.member_id) for request in requests})
        _, purses, waiting = yield from together(
            members.lock_members(ids=[member_id for _, member_id in keys]),
            posting.read_purses(keys),
            at_till.read_waiting_slips(keys),
        )
        return {key: Holder(purses[key], waiting.get(key[1], [])) for key in purses}

    def decide(
        self, request: Request, state: Mapping[tuple[int, int], Holder], desk: Desk
    ) -> Decision:
        """Pay out, or decline. KeyError for no member of the co-op."""
        payout: Payout = request.body
        holder = state[request.coop_id, payout.member_id]
        purses = holder.purses
        draft = desk.open(coop_id=request.coop_id, terminal_id=None, purses=purses)
        most = rules.payable_yen(
            slips_yen=sum(each.remaining_yen for each in holder.waiting),
            waiting_yen=purses.uncollected.balance,
            debt_yen=purses.debt.balance,
        )
        if payout.yen > most:
            return at_till.decline_at_desk(request, draft, purses, "not_enough")
        draft.pay_out(purses.uncollected, payout.yen, Kind.SLIP_BANK)
        # What waits longest goes first, as at a till, whether or not a till hands it over yet.
        parts = rules.collect(holder.waiting, today=date.max, room_yen=payout.yen)
        holder.hand_over(parts)
        answer = PaidOut(
            id=request.id,
            state="settled",
            posted_at=answers.in_tokyo(draft.posted_at),
            amount=payout.yen,
            balances=answers.balances(purses, collectable_yen=0),
            purse_versions=answers.purse_versions(purses),
        )
        record = Collected(request.id, request.coop_id, parts)
        return Decision(
            State.SETTLED, answers.encode(answer), draft, purses.holder_id, record=record
        )

    def write(self, decisions: Sequence[tuple[Request, Decision]]) -> Steps[None]:
        """Write what no longer waits."""
        yield from at_till.write_collected([decision.record for _, decision in decisions])
