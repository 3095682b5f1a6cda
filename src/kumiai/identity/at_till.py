"""What a till tells about who may register: that a card was held there."""

from datetime import datetime
from typing import Any

from kumiai.coops.at_till import Caller
from kumiai.kit import sql

NOTE_TAP = sql.load("kumiai.identity").note_tap


def tap(*, caller: Caller, card: str, at: datetime) -> dict[str, Any]:
    """The parameters of NOTE_TAP: the code of the card that this terminal has looked up."""
    return {
        "coop_id": caller.coop_id,
        "card": card,
        "terminal_id": caller.terminal_id,
        "at": at,
    }
