"""Does a slip or a deposit lie? Money is with its member, on the suspense, or back at the bank."""

from collections.abc import Iterator

from kumiai.kit import sql
from kumiai.ledger import proof as ledger
from kumiai.ledger.proof import Lie

_sql = sql.load(__package__)


_CHECKS = (
    ("prove_payments", "払込と未受取の記録が違います", "is not what waits for its member"),
    ("prove_deposits", "入金の行き先が記録と違います", "is not where its state says"),
    ("prove_suspense", "仮受金と入金が違います", "is not what its deposit says"),
)


def lies() -> Iterator[Lie]:
    """For each check, the first row that contradicts the others."""
    for name, wrong_ja, wrong_en in _CHECKS:
        yield from ledger.first_lie(_sql[name], wrong_ja, wrong_en)
