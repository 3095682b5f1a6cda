"""Cards as a till finds and locks them, with what decides whether they may pay."""

from collections.abc import Sequence

from kumiai.kit.steps import Steps
from kumiai.members import at_till
from kumiai.members.at_till import CardKey
from kumiai.members.rules import CardState


def lock_cards(keys: Sequence[CardKey]) -> Steps[dict[CardKey, CardState]]:
    """The states of cards under the lock; a card that is not there is left out."""
    found = yield from at_till.find_cards(keys)
    stopped = yield from at_till.read_suspensions([card.member_id for card in found])
    return at_till.states(found, stopped)
