"""The counter: every write a till asks for, decided together in one transaction."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar

import msgspec

from kumiai.coops.at_till import Caller
from kumiai.kit import clock
from kumiai.kit.steps import Steps, together
from kumiai.ledger import posting
from kumiai.ledger.posting import Decision, Request
from kumiai.ledger.purses import Desk, Draft
from kumiai.meals import at_till as meals
from kumiai.meals.at_till import Held, MealKey
from kumiai.members import at_till as members
from kumiai.members import rules as member_rules
from kumiai.members.at_till import CardKey
from kumiai.members.rules import CardState
from kumiai.purchases import originals, reversals, reversing, ringing_up, selling
from kumiai.purchases.asked import Purchase, Reversal
from kumiai.purchases.originals import Found, Originals
from kumiai.purchases.reversing import Reversed
from kumiai.purchases.ringing_up import Sale
from kumiai.wallet import at_till as wallet
from kumiai.wallet.asked import TopUp
from kumiai.wallet.at_till import Holder, Payer

Message = Purchase | TopUp | Reversal
KINDS: dict[type[Message], str] = {Purchase: "purchase", TopUp: "top_up", Reversal: "reversal"}

T = TypeVar("T")
Records = list[tuple[Request, Decision, T]]

_digestible = msgspec.msgpack.Encoder(order="deterministic").encode


class Asked(msgspec.Struct, frozen=True):
    """What a terminal asks: who it is, and the message as parsed, defaults filled in."""

    caller: Caller
    message: Message
    card_key: CardKey | None


@dataclass(slots=True)
class State:
    """Everything under the lock that a batch is decided on; entries decided change it."""

    payers: dict[CardKey, Payer]
    meals: dict[MealKey, Held]
    holders: dict[int, Holder]
    originals: Originals


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
    )


class Counter:
    """What `posting.post` needs to settle what tills ask: see `posting.Room`."""

    def lock(self, requests: Sequence[Request]) -> Steps[State]:
        """The members first, then what is asked of them."""
        keys = [each.body.card_key for each in requests if each.body.card_key is not None]
        wanted = originals.keys_of(requests)
        found = yield from originals.find(wanted)
        owners = {(e.coop_id, e.holder_id) for e in found.values() if e.holder_id is not None}
        _, _, cards = yield from together(
            members.lock_members(cards=keys, ids=[member_id for _, member_id in owners]),
            originals.lock_unowned(found),
            members.read_cards(keys),
        )
        held_by = sorted({(card.coop_id, card.member_id) for card in cards.values()} | owners)
        purses, waiting, rights, known = yield from together(
            posting.read_purses(held_by),
            wallet.read_waiting(held_by),
            meals.read_rights(list(_meals_wanted(requests, cards, found))),
            originals.read(wanted, found),
        )
        holders = {
            member_id: Holder(purses[coop_id, member_id], waiting.get(member_id, []))
            for coop_id, member_id in held_by
        }
        return State(_payers(cards, holders), rights, holders, known)

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
    key = member_rules.card_key(message.card)
    return (caller.coop_id, key) if key else None


def _payers(cards: dict[CardKey, CardState], holders: dict[int, Holder]) -> dict[CardKey, Payer]:
    """Who stands at the tills, by card. All cards of one member share what the member holds."""
    held = {key: holders[card.member_id] for key, card in cards.items()}
    return {
        key: Payer(card=card, purses=held[key].purses, waiting=held[key].waiting)
        for key, card in cards.items()
    }


def _meals_wanted(
    requests: Sequence[Request], cards: dict[CardKey, CardState], found: Found
) -> Iterator[tuple[int, int, datetime]]:
    for request in requests:
        card = cards.get(request.body.card_key)
        if card is not None and isinstance(request.body.message, Purchase):
            yield request.coop_id, card.member_id, request.occurred_at
    for entry in found.values():
        if entry.holder_id is not None and entry.kind == "purchase":
            yield entry.coop_id, entry.holder_id, entry.occurred_at


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
        return wallet.decline(request, draft, reason="card_unknown")
    return _DECIDE[type(asked.message)](request, draft, payer, state)


def _ring_up(request: Request, draft: Draft, payer: Payer, state: State) -> Decision:
    key = (payer.card.member_id, clock.tokyo_date(request.occurred_at))
    held = state.meals.get(key)
    right = held.right(request.occurred_at) if held else None
    decision = ringing_up.ring_up(
        request, draft, caller=request.body.caller, payer=payer, meal=right
    )
    sale: Sale | None = decision.record
    if held and sale and sale.settled.meal:
        state.meals[key] = Held(held.plan, sale.settled.meal.used_yen)
    return decision


def _top_up(request: Request, draft: Draft, payer: Payer, _: State) -> Decision:
    return wallet.decide_top_up(
        request, draft, caller=request.body.caller, payer=payer, asked=request.body.message
    )


_DECIDE: dict[type[Message], Callable[[Request, Draft, Payer, State], Decision]] = {
    Purchase: _ring_up,
    TopUp: _top_up,
}
_WRITE: dict[type, Callable[..., Steps[None]]] = {Sale: selling.write, Reversed: reversals.write}
