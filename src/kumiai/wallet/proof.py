"""Does a row of the wallet lie? What waits must be the purse, and what was collected the rest."""

from collections.abc import Iterator

from kumiai.kit import sql
from kumiai.ledger import proof as ledger
from kumiai.ledger.proof import Lie

_sql = sql.load(__package__)


def lies() -> Iterator[Lie]:
    """For each check, the first row that contradicts the others."""
    yield from ledger.first_lie(
        _sql.prove_uncollected,
        "未受取の内訳が未受取残高と違います",
        "what waits is not what the purse holds",
    )
    yield from ledger.first_lie(
        _sql.prove_collected,
        "受け取り済みの内訳が合いません",
        "amount, parts collected and rest disagree",
    )
