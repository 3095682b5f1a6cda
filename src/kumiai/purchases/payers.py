"""Who stands at the tills, under the lock: cards, purses, what waits, and the right to a meal."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from kumiai.kit import sql
from kumiai.kit.steps import Row, Steps, ask
from kumiai.ledger import purses
from kumiai.ledger.purses import Purses
from kumiai.meals import at_till as meals
from kumiai.meals.at_till import Held, MealKey
from kumiai.meals.rules import Plan
from kumiai.members import rules as members
from kumiai.members.at_till import CardKey
from kumiai.members.rules import CardState
from kumiai.wallet.at_till import Payer
from kumiai.wallet.rules import Waiting

# Where in a row of read_payers the parts begin.
_CARD, _PURSES, _WAITING, _PLAN, _USED, _IS_VARIED = 3, 12, 16, 19, 26, 27

_sql = sql.load("kumiai.purchases")


@dataclass(slots=True)
class Payers:
    """The payers by card; all cards of one member share the purses and what waits.

    `varied` are (co-op, member, day) whose plan's days or hours differ: `meals` knows too little
    of them until it is asked for.
    """

    by_card: dict[CardKey, Payer] = field(default_factory=dict)
    meals: dict[MealKey, Held] = field(default_factory=dict)
    varied: list[tuple[int, int, date]] = field(default_factory=list)
    _shares: dict[int, tuple[Purses, list[Waiting]]] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Take in a row of read_payers."""
        card = CardState(*row[_CARD:_PURSES])
        member_id = card.member_id
        if member_id not in self._shares:
            waiting = map(Waiting, *(column or () for column in row[_WAITING:_PLAN]))
            self._shares[member_id] = (
                purses.told(member_id, *row[_PURSES:_WAITING]),
                sorted(waiting, key=lambda each: (each.available_on, each.id)),
            )
        self.by_card[row[0], row[1]] = Payer(*self._shares[member_id], card=card)
        if row[_PLAN] is not None:
            self.meals[member_id, row[2]] = Held(Plan(*row[_PLAN:_USED]), row[_USED])
            if row[_IS_VARIED]:
                self.varied.append((card.coop_id, member_id, row[2]))


def read(wanted: Sequence[tuple[CardKey, date]]) -> Steps[Payers]:
    """The payers of these cards, and their meals on these days; an unknown card is left out.

    Their members are locked already. Keys are in the form that `members.rules.card_key` gives.
    """
    payers = Payers()
    asked = sorted(set(wanted))
    if asked:
        rows = yield from ask(
            _sql.read_payers,
            {
                "coops": [coop_id for (coop_id, _), _ in asked],
                "keys": [key for (_, key), _ in asked],
                "idms": [members.is_idm(key) for (_, key), _ in asked],
                "dates": [day for _, day in asked],
            },
        )
        for row in rows:
            payers.add(row)
        if payers.varied:
            payers.meals |= yield from meals.read_days(sorted(set(payers.varied)))
    return payers
