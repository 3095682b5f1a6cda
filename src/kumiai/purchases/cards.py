"""Deciding what happens to cards under the lock: stopped, let go again, issued anew (G32, G50).

Such an entry moves no money. The next entry of the same batch finds the card as it is then.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from kumiai.coops.at_till import Caller
from kumiai.coops.rules import Actor
from kumiai.kit import clock
from kumiai.ledger.posting import Decision, Request, State
from kumiai.ledger.purses import Draft
from kumiai.meals.at_till import MealKey
from kumiai.members import rules as members
from kumiai.members.at_till import CardKey
from kumiai.members.card_changes import Change, Lift, Reissue, Stop
from kumiai.members.rules import CardState
from kumiai.purchases import card_answers
from kumiai.wallet import answers
from kumiai.wallet import at_till as wallet
from kumiai.wallet.at_till import Payer


@dataclass(slots=True)
class Cards:
    """The cards of a batch by what they were asked with, and IDms that are another card's.

    `meals` has the days on which somebody holds a meal card.
    """

    payers: dict[CardKey, Payer]
    taken: set[CardKey]
    meals: Collection[MealKey]

    def of(self, member_id: int) -> Iterator[Payer]:
        """Each card of a member that is asked with."""
        return (payer for payer in self.payers.values() if payer.card.member_id == member_id)


@dataclass(frozen=True, slots=True)
class CardChange:
    """What is written of a card's entry."""

    change: Change


def suspend(
    request: Request, draft: Draft, *, caller: Caller, payer: Payer, cards: Cards
) -> Decision:
    """Stop all cards of the member from now on, everywhere."""
    card = payer.card
    if card.replaced_at is not None:
        return wallet.decline(request, draft, reason="card_replaced", payer=payer)
    if card.suspended_at is not None:
        return wallet.decline(request, draft, reason="card_suspended", payer=payer)
    at = draft.posted_at
    for each in cards.of(card.member_id):
        each.card = msgspec.structs.replace(each.card, suspended_at=at)
    eats = (card.member_id, clock.tokyo_date(request.occurred_at)) in cards.meals
    answer = card_answers.CardStopped(
        **_said(request, draft, payer),
        card=card.code,
        member_number=card.member_number,
        suspended_at=answers.in_tokyo(at),
        text=card_answers.stopped(caller, eats=eats),
    )
    return _settled(draft, payer, answer, Stop(**_told(request, caller, card, at)))


def lift(request: Request, draft: Draft, *, caller: Caller, payer: Payer, cards: Cards) -> Decision:
    """Let the member's cards work again: a store's decision."""
    card = payer.card
    if card.replaced_at is not None:
        return wallet.decline(request, draft, reason="card_replaced", payer=payer)
    if card.suspended_at is None:
        return wallet.decline(request, draft, reason="not_suspended", payer=payer)
    at = _let_go(payer, cards, draft.posted_at)
    answer = card_answers.CardLifted(
        **_said(request, draft, payer),
        card=card.code,
        member_number=card.member_number,
        lifted_at=answers.in_tokyo(at),
        text=card_answers.LIFTED,
    )
    return _settled(draft, payer, answer, Lift(**_told(request, caller, card, at)))


def reissue(
    request: Request, draft: Draft, *, caller: Caller, payer: Payer, cards: Cards
) -> Decision:
    """A new card in the place of the one asked with; what the member holds stays the member's.

    A suspension ends with the old card, which is dead from now on.
    """
    card, idm = payer.card, members.card_key(request.body.message.new_card or "")
    if reason := _no_new_card(card, draft):
        return wallet.decline(request, draft, reason=reason, payer=payer)
    if idm and (card.coop_id, idm) in cards.taken:
        return wallet.decline(request, draft, reason="card_in_use", payer=payer)
    at = draft.posted_at
    if card.suspended_at is not None:
        at = _let_go(payer, cards, at)
    code = members.next_code(card.code)
    for each in cards.of(card.member_id):
        if each.card.replaced_at is None:
            each.card = msgspec.structs.replace(each.card, replaced_at=at)
    new = msgspec.structs.replace(card, card_id=0, code=code, replaced_at=None, suspended_at=None)
    for key in (code, idm):
        if key:
            cards.payers[card.coop_id, key] = payer.with_card(new)
            cards.taken.add((card.coop_id, key))
    fee_yen = caller.policy.reissue_fee_yen
    answer = card_answers.CardReissued(
        **_said(request, draft, payer),
        new_card=code,
        idm=idm,
        replaces=card.code,
        member_number=card.member_number,
        fee=fee_yen,
        text=card_answers.reissued(code, fee_yen=fee_yen),
    )
    change = Reissue(
        **_told(request, caller, card, at),
        replaces=card.code,
        code=code,
        idm=idm,
        is_lifted=card.suspended_at is not None,
    )
    return _settled(draft, payer, answer, change)


def _no_new_card(card: CardState, draft: Draft) -> str | None:
    if card.replaced_at is not None:
        return "card_replaced"
    today = clock.tokyo_date(draft.posted_at)
    return "membership_ended" if members.membership_ended(card.left_on, today) else None


def _let_go(payer: Payer, cards: Cards, at: datetime) -> datetime:
    """End the suspension for every card of the batch; when, never before it began."""
    suspended_at = payer.card.suspended_at or at
    lifted_at = max(at, suspended_at)
    payer.past_stops.append((suspended_at, lifted_at))
    for each in cards.of(payer.card.member_id):
        each.card = msgspec.structs.replace(each.card, suspended_at=None)
    return lifted_at


def _said(request: Request, draft: Draft, payer: Payer) -> dict[str, Any]:
    """What every answer says."""
    collectable_yen = payer.collectable_yen(clock.tokyo_date(draft.posted_at))
    return {
        "id": request.id,
        "state": "settled",
        "posted_at": answers.in_tokyo(draft.posted_at),
        "balances": answers.balances(payer.purses, collectable_yen=collectable_yen),
        "purse_versions": answers.purse_versions(payer.purses),
    }


def _told(request: Request, caller: Caller, card: CardState, at: datetime) -> dict[str, Any]:
    """What is written of every change."""
    return {
        "coop_id": request.coop_id,
        "member_id": card.member_id,
        "member_number": card.member_number,
        "at": at,
        "reason": request.body.message.reason,
        "by": Actor("terminal", str(caller.terminal_id)),
        "entry_id": request.id,
    }


def _settled(draft: Draft, payer: Payer, answer: msgspec.Struct, change: Change) -> Decision:
    return Decision(
        State.SETTLED,
        answers.encode(answer),
        draft,
        payer.purses.holder_id,
        record=CardChange(change),
    )
