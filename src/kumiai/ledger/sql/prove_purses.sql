-- The first purse that is not what its last transfer says, or is below zero.
SELECT format('ledger_account id=%%s (%%s holder_id=%%s)', account.id, account.kind,
    account.holder_id)
FROM ledger_account AS account
LEFT JOIN LATERAL (
    SELECT purse_balance, purse_version, posted_at
    FROM ledger_transfer WHERE purse_id = account.id
    ORDER BY purse_version DESC LIMIT 1
) AS latest ON true
WHERE account.version IS NOT NULL
    AND (account.balance <> coalesce(latest.purse_balance, 0)
        OR account.version <> coalesce(latest.purse_version, 0)
        OR account.posted_at IS DISTINCT FROM latest.posted_at
        OR account.balance < 0)
ORDER BY account.id
LIMIT 1
