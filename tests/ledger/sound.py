"""What holds of the ledger's rows at every moment, whatever has happened."""

from tests.ledger.world import Connection

_SOUND = """
SELECT
    (SELECT coalesce(bool_and(amount > 0), true) FROM ledger_transfer),
    (SELECT coalesce(bool_and(debit.coop_id = credit.coop_id AND debit.unit = credit.unit
        AND transfer.coop_id = debit.coop_id), true) FROM ledger_transfer AS transfer
     JOIN ledger_account AS debit ON debit.id = transfer.debit_account_id
     JOIN ledger_account AS credit ON credit.id = transfer.credit_account_id),
    (SELECT coalesce(bool_and(purse.balance >= 0 AND purse.version = moves.count
        AND purse.balance = moves.sum), true)
     FROM ledger_account AS purse CROSS JOIN LATERAL (
        SELECT count(*), coalesce(sum(CASE WHEN (credit_account_id = purse.id)
            = (purse.kind <> 'DEBT') THEN amount ELSE -amount END), 0) AS sum
        FROM ledger_transfer WHERE purse_id = purse.id) AS moves
     WHERE purse.version IS NOT NULL),
    (SELECT (SELECT count(*) FROM ledger_entry) = (SELECT count(*) FROM ledger_request))
"""


def is_sound(connection: Connection) -> bool:
    """Whether amounts, units, purses and ids are as they must be."""
    [row] = connection.execute(_SOUND).fetchall()
    return row == (True, True, True, True)
