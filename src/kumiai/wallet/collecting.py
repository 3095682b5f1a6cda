"""Deciding a collection under the lock: what waits becomes prepaid money, without a purchase."""

from datetime import date

from kumiai.coops.at_till import Caller
from kumiai.kit import clock
from kumiai.ledger.posting import Decision, Request, State
from kumiai.ledger.purses import Draft
from kumiai.members import rules as members
from kumiai.wallet import answers, at_till, rules
from kumiai.wallet.at_till import Collected, Payer


def decide_collection(request: Request, draft: Draft, *, caller: Caller, payer: Payer) -> Decision:
    """Hand over all that is collectable, as far as the cap leaves room (rows G40, G42).

    Debt is taken first from what comes in. Nobody who collects nothing is answered as settled.
    """
    today = clock.tokyo_date(draft.posted_at)
    if reason := members.may_use_prepaid(payer.card, today):
        return at_till.decline(request, draft, reason=reason, payer=payer)
    purses = payer.purses
    room = rules.room(
        prepaid_yen=purses.prepaid.balance, debt_yen=purses.debt.balance, policy=caller.policy
    )
    parts = rules.collect(payer.waiting, today=today, room_yen=room)
    if not parts:
        return _nothing_collected(request, draft, payer, today)
    yen = sum(part.yen for part in parts)
    shared = rules.incoming(yen, debt_yen=purses.debt.balance)
    at_till.move_collected(draft, purses, shared)
    payer.hand_over(parts)
    collectable_yen = payer.collectable_yen(today)
    answer = answers.HandedOver(
        id=request.id,
        state="settled",
        posted_at=answers.in_tokyo(draft.posted_at),
        collected=yen,
        debt_recovered=shared.to_debt,
        waiting=tuple(
            answers.StillWaiting(amount=waits.remaining_yen, available_on=waits.available_on)
            for waits in payer.waiting
            if waits.remaining_yen
        ),
        next_on=rules.next_collectable_on(payer.waiting, today),
        balances=answers.balances(purses, collectable_yen=collectable_yen),
        purse_versions=answers.purse_versions(purses),
        messages=at_till.prompts(caller, collectable_yen),
        store=caller.store_name,
        coop=caller.coop_name,
    )
    record = Collected(request.id, request.coop_id, parts)
    return Decision(State.SETTLED, answers.encode(answer), draft, purses.holder_id, record=record)


def _nothing_collected(request: Request, draft: Draft, payer: Payer, today: date) -> Decision:
    if payer.collectable_yen(today):
        return at_till.decline(
            request,
            draft,
            reason="over_prepaid_cap",
            text=answers.NO_ROOM_TO_COLLECT,
            payer=payer,
            remedies=[],
            figures={"room": 0},
        )
    next_on = rules.next_collectable_on(payer.waiting, today)
    return at_till.decline(
        request,
        draft,
        reason="nothing_to_collect",
        text=answers.nothing_to_collect(next_on),
        payer=payer,
        remedies=[answers.Remedy(kind="wait", on=next_on)] if next_on else [],
        figures={"next_on": next_on},
    )
