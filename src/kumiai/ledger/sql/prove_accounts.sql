-- A transfer whose two accounts are not of its own co-op and unit, or that names a wrong purse.
SELECT format('ledger_transfer entry_id=%%s position=%%s', transfer.entry_id, transfer.position)
FROM ledger_transfer AS transfer
LEFT JOIN ledger_account AS debit
    ON debit.id = transfer.debit_account_id AND debit.coop_id = transfer.coop_id
    AND debit.unit = transfer.unit
LEFT JOIN ledger_account AS credit
    ON credit.id = transfer.credit_account_id AND credit.coop_id = transfer.coop_id
    AND credit.unit = transfer.unit
WHERE debit.id IS NULL OR credit.id IS NULL OR transfer.amount <= 0
    OR (debit.version IS NOT NULL AND credit.version IS NOT NULL)
    OR num_nulls(transfer.purse_id, transfer.purse_version, transfer.purse_balance) IN (1, 2)
    OR (debit.version IS NOT NULL) <> (transfer.purse_id IS NOT DISTINCT FROM debit.id)
    OR (credit.version IS NOT NULL) <> (transfer.purse_id IS NOT DISTINCT FROM credit.id)
ORDER BY transfer.posted_at
LIMIT 1
