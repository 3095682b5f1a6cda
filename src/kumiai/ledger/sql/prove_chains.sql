-- The first transfer whose purse version or balance does not follow from the one before it.
SELECT format('ledger_transfer entry_id=%%s position=%%s', entry_id, position)
FROM (
    SELECT transfer.entry_id, transfer.position, transfer.purse_version, transfer.purse_balance,
        transfer.posted_at,
        row_number() OVER versions AS version_due,
        sum(
            CASE WHEN (transfer.credit_account_id = account.id) = (account.kind <> 'DEBT')
            THEN transfer.amount ELSE -transfer.amount END
        ) OVER versions AS balance_due,
        lag(transfer.posted_at) OVER versions AS posted_before
    FROM ledger_transfer AS transfer
    JOIN ledger_account AS account ON account.id = transfer.purse_id
    WINDOW versions AS (PARTITION BY transfer.purse_id ORDER BY transfer.purse_version)
) AS chain
WHERE purse_version <> version_due OR purse_balance <> balance_due OR purse_balance < 0
    OR posted_at < posted_before
ORDER BY posted_at
LIMIT 1
