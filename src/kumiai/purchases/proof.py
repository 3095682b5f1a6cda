"""Does a purchase lie, or a reversal? Lines, row, receipt and transfers must tell the same."""

from collections.abc import Iterator

from kumiai.kit import sql
from kumiai.ledger import proof as ledger
from kumiai.ledger.proof import Lie

_sql = sql.load(__package__)

_CHECKS = (
    ("prove_lines", "明細の合計が購入の合計と違います", "its lines do not add up to its total"),
    ("prove_receipts", "レシートと購入の記録が違います", "the receipt says something else"),
    ("prove_transfers", "購入と振替が食い違います", "purchase and transfers disagree"),
    ("prove_marks", "記録のあとで変わっています", "changed after it was written"),
    ("prove_reversals", "取消の答えと記録が違います", "the answer says something else"),
    ("prove_returned", "取消と振替が食い違います", "reversal and transfers disagree"),
    ("prove_originals", "取消が元の記録に収まりません", "is not within what it takes back"),
    ("prove_reversal_lines", "取消の明細が合いません", "its lines do not fit"),
    ("prove_reversal_marks", "記録のあとで変わっています", "changed after it was written"),
    ("prove_meals", "ミールカードの利用が購入と違います", "is not what the sale took of the right"),
    ("prove_cards", "カードの記録が取引と違います", "is not what was done to the card"),
    (
        "prove_meal_returns",
        "取消がミールカードに戻っていません",
        "is not what came back of the right",
    ),
    ("prove_offline", "オフラインの売上の記録が違います", "is not what was sold offline"),
    ("prove_offline_marks", "記録のあとで変わっています", "changed after it was written"),
    ("prove_meal_days", "利用額が利用の合計と違います", "is not the sum of its uses and returns"),
)


def lies() -> Iterator[Lie]:
    """For each check, the first purchase or reversal that contradicts the others."""
    for name, wrong_ja, wrong_en in _CHECKS:
        yield from ledger.first_lie(_sql[name], wrong_ja, wrong_en)
