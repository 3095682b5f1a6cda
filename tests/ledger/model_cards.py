"""What happens to cards, said a second time and apart from the code under test."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from tests.ledger.model import Card, Holder

FEE = 1000


def find(holders: Iterable[Holder], coop_id: int, key: str) -> tuple[Holder, Card] | None:
    """Whose card it is in this co-op, by its code or its chip."""
    for holder in holders:
        for card in holder.cards:
            if holder.coop_id == coop_id and key.upper() in {card.code, card.idm}:
                return holder, card
    return None


def refusal(holder: Holder, card: Card, message: Any, kind: str, today: date) -> str | None:
    """Why a card may not be used for this now."""
    if kind == "web_points":
        return "membership_ended" if holder.has_left(today) else None
    if card.died_at is not None:
        return "card_replaced"
    if kind == "suspension_lift":
        return None if holder.stopped_at else "not_suspended"
    if holder.stopped_at and kind != "card_reissue":
        return "card_suspended"
    if holder.has_left(today) and kind != "suspension":
        return "membership_ended"
    is_of_prepaid = kind in {"top_up", "collection"}
    if kind == "purchase":
        is_of_prepaid = message.collect or "prepaid" in {each.kind for each in message.tenders}
    return "prepaid_expired" if is_of_prepaid and holder.has_expired(today) else None


def was_stopped(holder: Holder, card: Card, at: datetime) -> bool:
    """Whether a sale that a till made by itself came after the card was stopped or replaced."""
    if any(since and since <= at for since in (card.died_at, holder.stopped_at)):
        return True
    return any(since <= at < until for since, until in holder.stops)


def suspend(holder: Holder, card: Card, at: datetime) -> dict[str, Any]:
    holder.stopped_at = at
    return {"state": "settled", "card": card.code, "suspended_at": _told(at)}


def let_go(holder: Holder, at: datetime) -> datetime:
    """Never before it was stopped, whatever a server's clock says."""
    assert holder.stopped_at
    at = max(at, holder.stopped_at)
    holder.stops.append((holder.stopped_at, at))
    holder.stopped_at = None
    return at


def lift(holder: Holder, card: Card, at: datetime) -> dict[str, Any]:
    return {"state": "settled", "card": card.code, "lifted_at": _told(let_go(holder, at))}


def reissue(holder: Holder, card: Card, at: datetime, idm: str | None) -> dict[str, Any]:
    """A suspension ends with the old card."""
    if holder.stopped_at:
        at = let_go(holder, at)
    card.died_at = at
    code = f"{holder.cards[0].code}-{len(holder.cards) + 1}"
    holder.cards.append(Card(code, idm))
    told = {"new_card": code, "idm": idm, "replaces": card.code, "fee": FEE}
    return {"state": "settled"} | told


def _told(at: datetime) -> str:
    return at.isoformat()
