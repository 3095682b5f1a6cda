-- The transfers of some purses of a member from a moment on, before another, oldest first.
SELECT account.kind, transfer.entry_id, entry.kind, entry.terminal_id, transfer.posted_at,
    CASE WHEN (transfer.credit_account_id = account.id) = (account.kind <> 'DEBT')
        THEN transfer.amount ELSE -transfer.amount END AS change,
    transfer.purse_balance, transfer.purse_version, other.kind
FROM ledger_account AS account
CROSS JOIN LATERAL (
    SELECT ledger_version_before(account.id, %(since)s::timestamptz) AS low,
        ledger_version_before(account.id, %(before)s::timestamptz) AS high
    OFFSET 0
) AS version
JOIN ledger_transfer AS transfer ON transfer.purse_id = account.id
    AND transfer.purse_version > version.low AND transfer.purse_version <= version.high
JOIN ledger_entry AS entry ON entry.id = transfer.entry_id
JOIN ledger_account AS other ON other.id = CASE
    WHEN transfer.credit_account_id = account.id THEN transfer.debit_account_id
    ELSE transfer.credit_account_id END
WHERE account.coop_id = %(coop)s::int AND account.holder_id = %(holder)s::bigint
    AND account.kind = ANY(%(kinds)s::text[])
ORDER BY transfer.posted_at, transfer.purse_version
