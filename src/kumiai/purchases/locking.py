"""What the counter locks and reads before it decides a batch: the members first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kumiai.kit import clock
from kumiai.kit.steps import Steps, together
from kumiai.ledger import posting
from kumiai.ledger.posting import Request
from kumiai.meals import at_till as meals
from kumiai.meals.at_till import Held, MealKey
from kumiai.members import at_till as members
from kumiai.members import rules as member_rules
from kumiai.members.at_till import CardKey
from kumiai.purchases import offline, originals, payers
from kumiai.purchases.asked import CardReissue, Purchase
from kumiai.purchases.cards import Cards
from kumiai.purchases.offline import Outages
from kumiai.purchases.originals import Found, Originals
from kumiai.wallet import at_till as wallet
from kumiai.wallet.at_till import Holder, Payer


@dataclass(slots=True)
class State:
    """Everything under the lock that a batch is decided on; entries decided change it.

    `holders` are the members by id: those who stand at a till, and those whose entries are to be
    reversed.
    """

    payers: dict[CardKey, Payer]
    meals: dict[MealKey, Held]
    cards: Cards
    holders: Mapping[int, Holder]
    originals: Originals
    outages: Outages


def lock(requests: Sequence[Request]) -> Steps[State]:
    """Lock the members, and read what is asked of them.

    Entries to be reversed are found first, for they say whom to lock; they never change.
    """
    keys = originals.keys_of(requests)
    found = yield from originals.find(keys)
    owners = {(e.coop_id, e.holder_id) for e in found.values() if e.holder_id is not None}
    idms = [idm for each in requests if (idm := _new_idm(each)) is not None]
    wanted = _wanted(requests)
    _, _, _, told, taken = yield from together(
        members.lock_members(
            cards=[key for key, _ in wanted], ids=[member_id for _, member_id in owners]
        ),
        members.lock_idms(idms),
        originals.lock_unowned(found),
        payers.read(wanted),
        members.read_cards(idms),
    )
    holders: dict[int, Holder] = {p.card.member_id: p for p in told.by_card.values()}
    known = yield from originals.read(keys, found)
    if owners:
        yield from _add_owners(sorted(owners), found, holders, told.meals)
    outages = Outages()
    if made_offline := [each for each in requests if _is_offline(each)]:
        _, outages = yield from together(
            _add_past_stops(list(told.by_card.values())),
            offline.read(made_offline, sorted({p.card.member_id for p in told.by_card.values()})),
        )
    cards = Cards(told.by_card, set(taken), told.meals)
    return State(told.by_card, told.meals, cards, holders, known, outages)


def _add_owners(
    owners: Sequence[tuple[int, int]],
    found: Found,
    holders: dict[int, Holder],
    rights: dict[MealKey, Held],
) -> Steps[None]:
    """Add the members whose entries are to be reversed, and their meals of those days."""
    absent = [owner for owner in owners if owner[1] not in holders]
    eaten = [
        (entry.coop_id, entry.holder_id, entry.occurred_at)
        for entry in found.values()
        if entry.holder_id is not None and entry.kind == "purchase"
    ]
    purses, waiting, held = yield from together(
        posting.read_purses(absent), wallet.read_waiting(absent), meals.read_rights(eaten)
    )
    for coop_id, member_id in absent:
        holders[member_id] = Holder(purses[coop_id, member_id], waiting.get(member_id, []))
    for key, each in held.items():
        rights.setdefault(key, each)


def _is_offline(request: Request) -> bool:
    message = request.body.message
    return isinstance(message, Purchase) and message.offline


def _new_idm(request: Request) -> CardKey | None:
    message = request.body.message
    if not isinstance(message, CardReissue) or message.new_card is None:
        return None
    idm = member_rules.card_key(message.new_card)
    return (request.coop_id, idm) if idm else None


def _wanted(requests: Sequence[Request]) -> list[tuple[CardKey, date]]:
    """The cards asked with, and the days on which their members may eat."""
    wanted = [
        (request.body.card_key, clock.tokyo_date(request.occurred_at))
        for request in requests
        if request.body.card_key is not None
    ]
    # A card nobody knows yet may be issued earlier in this very batch.
    heirs = {r.body.card_key for r in requests if isinstance(r.body.message, CardReissue)}
    days = {day for _, day in wanted}
    return wanted + [(key, day) for key in heirs if key is not None for day in days]


def _add_past_stops(found: Sequence[Payer]) -> Steps[None]:
    holders = sorted({(payer.card.coop_id, payer.card.member_id) for payer in found})
    stops = yield from members.read_past_stops(holders)
    for payer in found:
        # One list for all cards of a member: a lift within the batch is told to each of them.
        payer.past_stops = stops.setdefault(payer.card.member_id, [])
