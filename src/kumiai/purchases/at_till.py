"""The counter: every write a till asks for, decided together in one transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

import msgspec

from kumiai.coops.at_till import Caller
from kumiai.kit import clock
from kumiai.kit.steps import Steps
from kumiai.ledger.posting import Decision, Request
from kumiai.ledger.purses import Desk, Draft
from kumiai.meals import at_till as meals
from kumiai.members import card_changes
from kumiai.members import rules as member_rules
from kumiai.members.at_till import CardKey
from kumiai.purchases import cards, locking, offline, reversals, reversing, ringing_up, selling
from kumiai.purchases.asked import CardReissue, Purchase, Reversal, Suspension, SuspensionLift
from kumiai.purchases.cards import CardChange
from kumiai.purchases.locking import State
from kumiai.purchases.offline import Noted
from kumiai.purchases.reversing import Reversed
from kumiai.purchases.ringing_up import Sale
from kumiai.wallet import answers, collecting, crediting
from kumiai.wallet import at_till as wallet
from kumiai.wallet.asked import Collection, TopUp, WebPoints
from kumiai.wallet.at_till import Collected, Payer

Message = (
    Purchase | TopUp | Collection | Reversal | Suspension | SuspensionLift | CardReissue | WebPoints
)
KINDS: dict[type[Message], str] = {
    Purchase: "purchase",
    TopUp: "top_up",
    Collection: "collection",
    Reversal: "reversal",
    Suspension: "suspension",
    SuspensionLift: "suspension_lift",
    CardReissue: "card_reissue",
    WebPoints: "web_points",
}

T = TypeVar("T")
Records = list[tuple[Request, Decision, T]]

_digestible = msgspec.msgpack.Encoder(order="deterministic").encode


class Asked(msgspec.Struct, frozen=True):
    """What a terminal asks: who it is, and the message as parsed, defaults filled in."""

    caller: Caller
    message: Message
    card_key: CardKey | None


def request(*, caller: Caller, message: Message, posted_at: datetime | None = None) -> Request:
    """A message of a terminal as a request to post; its digest covers terminal and content."""
    kind = KINDS[type(message)]
    content = _digestible((caller.terminal_id, kind, message))
    return Request(
        id=message.id,
        coop_id=caller.coop_id,
        kind=kind,
        digest=sha256(content).digest(),
        terminal_id=caller.terminal_id,
        occurred_at=message.occurred_at,
        body=Asked(caller, message, _card_key(caller, message)),
        posted_at=posted_at,
        sequence=message.sequence,
    )


class Counter:
    """What `posting.post` needs to settle what tills ask: see `posting.Room`."""

    def lock(self, requests: Sequence[Request]) -> Steps[State]:
        """The members first, then what is asked of them."""
        return (yield from locking.lock(requests))

    def decide(self, request: Request, state: State, desk: Desk) -> Decision:
        """Settle or decline one request."""
        decision = _decide(request, state, desk)
        state.originals.remember(request, decision)
        return decision

    def write(self, decisions: Sequence[tuple[Request, Decision]]) -> Steps[None]:
        """Write what each kind of entry leaves beside its transfers."""
        for kind, write in _WRITE.items():
            records: Records[Any] = _records(decisions, kind)
            if records:
                yield from write(records)
        yield from meals.write_moves(
            list(selling.meals_used(_records(decisions, Sale))),
            list(reversals.meals_returned(_records(decisions, Reversed))),
        )


def _records(decisions: Sequence[tuple[Request, Decision]], kind: type[T]) -> Records[T]:
    """What is to be written of one kind of entry."""
    return [(r, d, d.record) for r, d in decisions if type(d.record) is kind]


def _card_key(caller: Caller, message: Message) -> CardKey | None:
    if isinstance(message, Reversal):
        return None
    if isinstance(message, WebPoints):
        # The number is the code of the member's first card, whatever has become of that one.
        key = member_rules.member_number(message.member_number)
    else:
        key = member_rules.card_key(message.card)
    return (caller.coop_id, key) if key else None


def _decide(request: Request, state: State, desk: Desk) -> Decision:
    asked: Asked = request.body
    if isinstance(asked.message, Reversal):
        return reversing.decide(
            request, desk, originals=state.originals, holders=state.holders, meals=state.meals
        )
    payer = state.payers.get(asked.card_key) if asked.card_key else None
    draft = desk.open(
        coop_id=request.coop_id,
        terminal_id=request.terminal_id,
        purses=payer.purses if payer else None,
        at=request.posted_at,
    )
    if payer is None:
        return _unknown(request, draft, asked.message, state)
    return _DECIDE[type(asked.message)](request, draft, payer, state)


def _unknown(request: Request, draft: Draft, message: Message, state: State) -> Decision:
    if isinstance(message, Purchase) and message.offline:
        return ringing_up.keep(request, draft, state.outages)
    text = answers.NUMBER_UNKNOWN if isinstance(message, WebPoints) else ""
    return wallet.decline(request, draft, reason="card_unknown", text=text)


def _ring_up(request: Request, draft: Draft, payer: Payer, state: State) -> Decision:
    key = (payer.card.member_id, clock.tokyo_date(request.occurred_at))
    held = state.meals.get(key)
    right = held.right(request.occurred_at) if held else None
    decision = ringing_up.ring_up(
        request,
        draft,
        caller=request.body.caller,
        payer=payer,
        meal=right,
        outages=state.outages,
    )
    sale: Sale | None = decision.record
    if held and sale and sale.settled.meal:
        meal_yen = sale.settled.paid.get("meal_card", 0)
        state.meals[key] = held.after(meal_yen, occurred_at=request.occurred_at)
    return decision


def _top_up(request: Request, draft: Draft, payer: Payer, _: State) -> Decision:
    return wallet.decide_top_up(
        request, draft, caller=request.body.caller, payer=payer, asked=request.body.message
    )


def _collect(request: Request, draft: Draft, payer: Payer, _: State) -> Decision:
    return collecting.decide_collection(request, draft, caller=request.body.caller, payer=payer)


def _grant(request: Request, draft: Draft, payer: Payer, _: State) -> Decision:
    return crediting.decide_web_points(request, draft, payer=payer, asked=request.body.message)


def _of_cards(verb: Callable[..., Decision]) -> Callable[[Request, Draft, Payer, State], Decision]:
    def decide(request: Request, draft: Draft, payer: Payer, state: State) -> Decision:
        caller = request.body.caller
        return verb(request, draft, caller=caller, payer=payer, cards=state.cards)

    return decide


def _write_changes(changes: Sequence[tuple[Request, Decision, CardChange]]) -> Steps[None]:
    yield from card_changes.write_changes([record.change for _, _, record in changes])


def _write_collected(collected: Sequence[tuple[Request, Decision, Collected]]) -> Steps[None]:
    yield from wallet.write_collected([record for _, _, record in collected])


_DECIDE: dict[type[Message], Callable[[Request, Draft, Payer, State], Decision]] = {
    Purchase: _ring_up,
    TopUp: _top_up,
    Collection: _collect,
    Suspension: _of_cards(cards.suspend),
    SuspensionLift: _of_cards(cards.lift),
    CardReissue: _of_cards(cards.reissue),
    WebPoints: _grant,
}
_WRITE: dict[type, Callable[..., Steps[None]]] = {
    Sale: selling.write,
    Noted: offline.write,
    Reversed: reversals.write,
    Collected: _write_collected,
    CardChange: _write_changes,
}
