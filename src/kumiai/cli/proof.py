"""What each room can prove about its own rows, together."""

from collections.abc import Iterator

from kumiai.ledger import proof as ledger
from kumiai.ledger.proof import Counts, Lie
from kumiai.purchases import proof as purchases
from kumiai.reports import proof as reports
from kumiai.slips import proof as slips
from kumiai.wallet import proof as wallet


def lies() -> Iterator[Lie]:
    """The first row of every kind that contradicts the others."""
    yield from ledger.lies()
    yield from wallet.lies()
    yield from purchases.lies()
    yield from slips.lies()
    yield from reports.lies()


def counts() -> Counts:
    """How much there was to prove."""
    return ledger.counts()
