"""Does a row of the wallet lie? What waits must be the purse, and what was collected the rest."""

from collections.abc import Iterator

from kumiai.kit import sql
from kumiai.ledger import proof as ledger
from kumiai.ledger.proof import Lie

_sql = sql.load(__package__)

_CHECKS = (
    ("prove_movements", "取引の種類と振替が食い違います", "does not move what its kind does"),
    ("prove_collections", "受け取りと振替が食い違います", "collection and transfers disagree"),
    ("prove_uncollected", "未受取の記録が取引と違います", "is not what its entry says"),
    ("prove_waiting", "未受取の内訳が未受取残高と違います", "is not the sum of what waits"),
    ("prove_collected", "受け取り済みの内訳が合いません", "amount, parts and rest disagree"),
    ("prove_parts", "受け取った額が振替と違います", "parts and transfers disagree"),
)


def lies() -> Iterator[Lie]:
    """For each check, the first row that contradicts the others."""
    for name, wrong_ja, wrong_en in _CHECKS:
        yield from ledger.first_lie(_sql[name], wrong_ja, wrong_en)
