"""Does a slip payment lie? It must be what waits for its member, or has been collected."""

from collections.abc import Iterator

from kumiai.kit import sql
from kumiai.ledger import proof as ledger
from kumiai.ledger.proof import Lie

_sql = sql.load(__package__)


def lies() -> Iterator[Lie]:
    """The first payment that contradicts what waits."""
    yield from ledger.first_lie(
        _sql.prove_payments,
        "払込と未受取の記録が違います",
        "is not what waits for its member",
    )
