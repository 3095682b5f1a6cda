"""Cards as a till finds them under the lock, with what decides whether they may pay."""

from collections.abc import Sequence

from kumiai.kit.steps import Steps
from kumiai.members import at_till
from kumiai.members.at_till import CardKey
from kumiai.members.rules import CardState


def lock_cards(keys: Sequence[CardKey]) -> Steps[dict[CardKey, CardState]]:
    """The states of cards, their members locked; a card that is not there is left out."""
    yield from at_till.lock_members(cards=keys)
    return (yield from at_till.read_cards(keys))
