"""The counter: every write a till asks for, decided together in one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import msgspec

from kumiai.coops.at_till import Caller
from kumiai.kit import clock, sql
from kumiai.kit.steps import Steps, tell, together
from kumiai.ledger import marks, posting
from kumiai.ledger.posting import Decision, Request
from kumiai.ledger.purses import Desk, Draft, Purses
from kumiai.meals import at_till as meals
from kumiai.meals.at_till import Held, MealKey, Used
from kumiai.members import at_till as members
from kumiai.members import rules as member_rules
from kumiai.members.at_till import CardKey, FoundCard
from kumiai.members.rules import CardState
from kumiai.purchases import ringing_up
from kumiai.purchases.asked import Purchase
from kumiai.purchases.ringing_up import Sale
from kumiai.wallet import at_till as wallet
from kumiai.wallet.asked import TopUp
from kumiai.wallet.at_till import Collected, Payer
from kumiai.wallet.rules import Waiting

Message = Purchase | TopUp
KINDS: dict[type[Message], str] = {Purchase: "purchase", TopUp: "top_up"}

_sql = sql.load("kumiai.purchases")
_digestible = msgspec.msgpack.Encoder(order="deterministic").encode


class Asked(msgspec.Struct, frozen=True):
    """What a terminal asks: who it is, and the message as parsed, defaults filled in."""

    caller: Caller
    message: Message
    card_key: CardKey | None


@dataclass(slots=True)
class State:
    """Everything under the lock that a batch is decided on."""

    payers: dict[CardKey, Payer]
    meals: dict[MealKey, Held]


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
        """Cards, then purses, in the order of their ids; then what hangs on them."""
        asked: list[Asked] = [request.body for request in requests]
        keys = [each.card_key for each in asked if each.card_key is not None]
        found = yield from members.find_cards(keys)
        holders = sorted({(card.coop_id, card.member_id) for card in found})
        suspended_at, purses, waiting, rights = yield from together(
            members.read_suspensions([member_id for _, member_id in holders]),
            posting.lock_purses(holders),
            wallet.read_waiting(holders),
            meals.read_rights(list(_meals_wanted(requests, found))),
        )
        cards = members.states(found, suspended_at)
        return State(_payers(cards, purses, waiting), rights)

    def decide(self, request: Request, state: State, desk: Desk) -> Decision:
        """Settle or decline one request."""
        asked: Asked = request.body
        caller = asked.caller
        key = asked.card_key
        payer = state.payers.get(key) if key else None
        draft = desk.open(
            coop_id=request.coop_id,
            terminal_id=request.terminal_id,
            purses=payer.purses if payer else None,
            at=request.posted_at,
        )
        if isinstance(asked.message, TopUp):
            if payer is None:
                return wallet.decline(request, draft, reason="card_unknown")
            return wallet.decide_top_up(
                request, draft, caller=caller, payer=payer, asked=asked.message
            )
        return self._ring_up(request, state, draft, caller, payer)

    def _ring_up(
        self,
        request: Request,
        state: State,
        draft: Draft,
        caller: Caller,
        payer: Payer | None,
    ) -> Decision:
        held = meal_key = None
        if payer is not None:
            meal_key = (payer.card.member_id, clock.tokyo_date(request.occurred_at))
            held = state.meals.get(meal_key)
        right = held.right(request.occurred_at) if held else None
        decision = ringing_up.ring_up(request, draft, caller=caller, payer=payer, meal=right)
        sale: Sale | None = decision.record
        if held and meal_key and sale and sale.settled.meal:
            state.meals[meal_key] = Held(held.plan, sale.settled.meal.used_yen)
        return decision

    def write(self, decisions: Sequence[tuple[Request, Decision]]) -> Steps[None]:
        """Write the sales, their lines, what was collected and what was eaten."""
        sales: list[tuple[Request, Decision, Sale]] = [
            (request, decision, decision.record) for request, decision in decisions
        ]
        if not sales:
            return
        purchases, lines = _purchase_columns(sales), _line_columns(sales)
        yield from tell(_sql.insert_purchases, purchases | {"marks": _marks(purchases, lines)})
        yield from tell(_sql.insert_lines, lines)
        yield from wallet.write_collected(
            [
                Collected(request.id, request.coop_id, sale.settled.parts)
                for request, _, sale in sales
                if sale.settled.parts
            ]
        )
        yield from meals.write_uses(list(_uses(sales)))


def _card_key(caller: Caller, message: Message) -> CardKey | None:
    key = member_rules.card_key(message.card)
    return (caller.coop_id, key) if key else None


def _meals_wanted(
    requests: Sequence[Request], found: Sequence[FoundCard]
) -> Iterator[tuple[int, int, datetime]]:
    members_of = {card.key: card.member_id for card in found}
    for request in requests:
        key = request.body.card_key
        if key in members_of and isinstance(request.body.message, Purchase):
            yield request.coop_id, members_of[key], request.occurred_at


def _payers(
    cards: dict[CardKey, CardState],
    purses: dict[tuple[int, int], Purses],
    waiting: dict[int, list[Waiting]],
) -> dict[CardKey, Payer]:
    """One payer a card; all cards of one member share the purses and what waits."""
    return {
        key: Payer(
            card, purses[card.coop_id, card.member_id], waiting.setdefault(card.member_id, [])
        )
        for key, card in cards.items()
    }


def _uses(sales: Sequence[tuple[Request, Decision, Sale]]) -> Iterator[Used]:
    for request, _, sale in sales:
        yen = sale.settled.paid.get("meal_card", 0)
        if yen and sale.member_id is not None and sale.settled.meal is not None:
            yield Used(request.id, request.coop_id, sale.member_id, sale.settled.meal, yen)


def _purchase_columns(
    sales: Sequence[tuple[Request, Decision, Sale]],
) -> dict[str, list[object]]:
    settled = [sale.settled for _, _, sale in sales]
    asked = [sale.purchase for _, _, sale in sales]
    return {
        "entries": [request.id for request, _, _ in sales],
        "coops": [request.coop_id for request, _, _ in sales],
        "members": [sale.member_id for _, _, sale in sales],
        "stores": [sale.caller.store_id for _, _, sale in sales],
        "terminals": [request.terminal_id for request, _, _ in sales],
        "occurred": [request.occurred_at for request, _, _ in sales],
        "posted": [decision.draft.posted_at for _, decision, _ in sales],
        "receipt_numbers": [purchase.receipt_number for purchase in asked],
        "cashiers": [purchase.cashier for purchase in asked],
        "sequences": [purchase.sequence for purchase in asked],
        "offline": [purchase.offline for purchase in asked],
        "totals": [each.total_yen for each in settled],
        "meal_card": [each.paid.get("meal_card", 0) for each in settled],
        "prepaid": [each.paid.get("prepaid", 0) for each in settled],
        "cash": [each.paid.get("cash", 0) for each in settled],
        "other": [each.paid.get("other", 0) for each in settled],
        "shortfalls": [each.shortfall_yen for each in settled],
        "collected": [sum(part.yen for part in each.parts) for each in settled],
        "recovered": [each.collected.to_debt + each.converted_into.to_debt for each in settled],
        "earned": [each.points_earned_tenths for each in settled],
        "converted": [each.converted.points_tenths for each in settled],
        "auto_top_ups": [each.converted.yen for each in settled],
    }


def _marks(purchases: dict[str, list[object]], lines: dict[str, list[object]]) -> list[object]:
    """The mark of each purchase: over its own columns, then those of its lines."""
    told: dict[object, list[object]] = {}
    for purchase, *line in zip(*lines.values(), strict=True):
        told.setdefault(purchase, []).extend(line)
    rows = zip(*purchases.values(), strict=True)
    return [marks.mark([*row, *told[row[0]]]) for row in rows]


def _line_columns(
    sales: Sequence[tuple[Request, Decision, Sale]],
) -> dict[str, list[object]]:
    lines = [
        (request.id, position, line)
        for request, _, sale in sales
        for position, line in enumerate(sale.purchase.lines, start=1)
    ]
    return {
        "purchases": [entry_id for entry_id, _, _ in lines],
        "positions": [position for _, position, _ in lines],
        "codes": [line.code for _, _, line in lines],
        "names": [line.name for _, _, line in lines],
        "genres": [line.genre for _, _, line in lines],
        "quantities": [line.quantity for _, _, line in lines],
        "unit_prices": [line.unit_price for _, _, line in lines],
        "amounts": [line.amount for _, _, line in lines],
        "tax_rates": [line.tax_rate for _, _, line in lines],
        "eligible": [line.meal_eligible for _, _, line in lines],
    }
