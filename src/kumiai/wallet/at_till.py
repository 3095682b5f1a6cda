"""The wallet's part of the till path: what waits to be collected, and topping up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from kumiai.coops.at_till import Caller
from kumiai.kit import clock, sql
from kumiai.kit.money import Yen
from kumiai.kit.steps import Steps, ask, tell
from kumiai.ledger.accounts import Kind
from kumiai.ledger.posting import Decision, Request, State
from kumiai.ledger.purses import Draft, Purses
from kumiai.members import rules as members
from kumiai.members.rules import CardState
from kumiai.wallet import answers, rules
from kumiai.wallet.asked import TopUp
from kumiai.wallet.rules import Incoming, Part, Waiting

_sql = sql.load("kumiai.wallet")


@dataclass(slots=True)
class Holder:
    """What a member holds, under the lock; a later entry of the same member sees changes."""

    purses: Purses
    waiting: list[Waiting] = field(default_factory=list)

    def collectable_yen(self, today: date) -> int:
        """What a till may hand over today."""
        return rules.collectable_yen(self.waiting, today)

    def hand_over(self, parts: Sequence[Part]) -> None:
        """Take what was collected off what waits."""
        taken = {part.id: part.yen for part in parts}
        self.waiting[:] = [
            Waiting(w.id, Yen(w.remaining_yen - taken.get(w.id, 0)), w.available_on)
            for w in self.waiting
        ]


@dataclass(slots=True, kw_only=True)
class Payer(Holder):
    """Who stands at the till with a card.

    `past_stops` are suspensions lifted again, read only where a sale made offline asks for them.
    """

    card: CardState
    past_stops: list[tuple[datetime, datetime]] = field(default_factory=list)

    def with_card(self, card: CardState) -> "Payer":
        """The same member with another card in hand."""
        return replace(self, card=card)


@dataclass(frozen=True, slots=True)
class Collected:
    """What one entry handed over, to be written beside it."""

    entry_id: UUID
    coop_id: int
    parts: Sequence[Part]


def read_waiting(members_waiting: Sequence[tuple[int, int]]) -> Steps[dict[int, list[Waiting]]]:
    """What waits for these (co-op, member) pairs, by member. They are locked already."""
    return (yield from _read_waiting(_sql.read_waiting, members_waiting))


def read_waiting_slips(
    members_waiting: Sequence[tuple[int, int]],
) -> Steps[dict[int, list[Waiting]]]:
    """What of it came by slips."""
    return (yield from _read_waiting(_sql.read_waiting_slips, members_waiting))


def _read_waiting(
    statement: str, members_waiting: Sequence[tuple[int, int]]
) -> Steps[dict[int, list[Waiting]]]:
    if not members_waiting:
        return {}
    rows = yield from ask(
        statement,
        {
            "coops": [coop_id for coop_id, _ in members_waiting],
            "members": [member_id for _, member_id in members_waiting],
        },
    )
    waiting: dict[int, list[Waiting]] = {}
    for member_id, entry_id, remaining_yen, available_on in rows:
        waiting.setdefault(member_id, []).append(Waiting(entry_id, remaining_yen, available_on))
    return waiting


def write_collected(collected: Sequence[Collected]) -> Steps[None]:
    """Write what was handed over, and what is left of it."""
    parts = [(c.entry_id, c.coop_id, part) for c in collected for part in c.parts]
    if not parts:
        return
    yield from tell(
        _sql.insert_collected,
        {
            "waiting": [part.id for _, _, part in parts],
            "entries": [entry_id for entry_id, _, _ in parts],
            "coops": [coop_id for _, coop_id, _ in parts],
            "amounts": [part.yen for _, _, part in parts],
        },
    )


def decline(
    request: Request,
    draft: Draft,
    *,
    reason: str,
    text: str = "",
    payer: Holder | None = None,
    remedies: Sequence[answers.Remedy] | None = None,
    figures: Mapping[str, Any] = {},
) -> Decision:
    """A business no, with what would help; the balances stay as they are.

    `text` is for the clerk, where the reason's usual one does not fit.
    """
    today = clock.tokyo_date(draft.posted_at)
    given = answers.usual_remedies(reason) if remedies is None else tuple(remedies)
    answer = answers.Declined(
        id=request.id,
        state="declined",
        posted_at=answers.in_tokyo(draft.posted_at),
        reason=reason,
        text=text or answers.decline_text(reason, **figures),
        remedies=given,
        balances=answers.balances(payer.purses, collectable_yen=payer.collectable_yen(today))
        if payer
        else None,
        purse_versions=answers.purse_versions(payer.purses) if payer else None,
        **figures,
    )
    holder_id = payer.purses.holder_id if payer else None
    return Decision(State.DECLINED, answers.encode(answer), draft, holder_id)


def decline_at_desk(request: Request, draft: Draft, purses: Purses, reason: str) -> Decision:
    """A no to the office, which has its own words for the reason."""
    answer = answers.Declined(
        id=request.id,
        state="declined",
        posted_at=answers.in_tokyo(draft.posted_at),
        reason=reason,
        text="",
        remedies=(),
        balances=answers.balances(purses, collectable_yen=0),
        purse_versions=answers.purse_versions(purses),
    )
    return Decision(State.DECLINED, answers.encode(answer), draft, purses.holder_id)


def move_collected(draft: Draft, purses: Purses, collected: Incoming) -> None:
    """The transfers of what is handed over: out of what waits, into debt and prepaid."""
    draft.pay_out(purses.uncollected, collected.to_debt + collected.to_prepaid, Kind.CLEARING)
    if collected.to_debt:
        draft.pay_out(purses.debt, collected.to_debt, Kind.CLEARING)
    if collected.to_prepaid:
        draft.pay_in(purses.prepaid, collected.to_prepaid, Kind.CLEARING)


def decide_top_up(
    request: Request, draft: Draft, *, caller: Caller, payer: Payer, asked: TopUp
) -> Decision:
    """Cash into prepaid, the debt first; declined where it would go over the cap (row G44)."""
    today = clock.tokyo_date(draft.posted_at)
    if reason := members.may_use_prepaid(payer.card, today):
        return decline(request, draft, reason=reason, payer=payer)
    purses = payer.purses
    room = rules.room(
        prepaid_yen=purses.prepaid.balance,
        debt_yen=purses.debt.balance,
        policy=caller.policy,
    )
    if asked.amount > room:
        return decline(
            request,
            draft,
            reason="over_prepaid_cap",
            payer=payer,
            remedies=[answers.Remedy(kind="smaller_amount", amount=room)] if room else [],
            figures={"room": room},
        )
    shared = rules.incoming(asked.amount, debt_yen=purses.debt.balance)
    if shared.to_debt:
        draft.pay_out(purses.debt, shared.to_debt, Kind.CASH)
    if shared.to_prepaid:
        draft.pay_in(purses.prepaid, shared.to_prepaid, Kind.CASH)
    collectable_yen = payer.collectable_yen(today)
    answer = answers.ToppedUp(
        id=request.id,
        state="settled",
        posted_at=answers.in_tokyo(draft.posted_at),
        amount=asked.amount,
        debt_recovered=shared.to_debt,
        balances=answers.balances(purses, collectable_yen=collectable_yen),
        purse_versions=answers.purse_versions(purses),
        messages=prompts(caller, collectable_yen),
        store=caller.store_name,
        coop=caller.coop_name,
    )
    return Decision(State.SETTLED, answers.encode(answer), draft, purses.holder_id)


def prompts(caller: Caller, collectable_yen: int) -> tuple[answers.Message, ...]:
    """Tell the clerk when the customer has something to collect (row G41)."""
    if not collectable_yen:
        return ()
    return (answers.something_to_collect(yen=collectable_yen, emoney_name=caller.emoney_name),)
