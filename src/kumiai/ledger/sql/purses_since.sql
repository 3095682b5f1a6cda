-- What each purse held just before a moment, and each of its transfers from then up to another:
-- one statement, so that no transfer can slip in between the two.
SELECT account.kind,
    coalesce(earlier.purse_balance, 0), coalesce(earlier.purse_version, 0), earlier.posted_at,
    moved.entry_id, moved.entry_kind, moved.terminal_id, moved.posted_at, moved.change,
    moved.purse_balance, moved.purse_version, moved.other
FROM ledger_account AS account
CROSS JOIN LATERAL (
    SELECT ledger_version_before(account.id, %(since)s::timestamptz) AS version OFFSET 0
) AS since
LEFT JOIN ledger_transfer AS earlier
    ON earlier.purse_id = account.id AND earlier.purse_version = since.version
LEFT JOIN LATERAL (
    SELECT transfer.entry_id, entry.kind AS entry_kind, entry.terminal_id, transfer.posted_at,
        CASE WHEN (transfer.credit_account_id = account.id) = (account.kind <> 'DEBT')
            THEN transfer.amount ELSE -transfer.amount END AS change,
        transfer.purse_balance, transfer.purse_version, other.kind AS other
    FROM ledger_transfer AS transfer
    JOIN ledger_entry AS entry ON entry.id = transfer.entry_id
    JOIN ledger_account AS other ON other.id = CASE
        WHEN transfer.credit_account_id = account.id THEN transfer.debit_account_id
        ELSE transfer.credit_account_id END
    WHERE transfer.purse_id = account.id
        AND transfer.purse_version > since.version
        AND transfer.posted_at <= %(until)s::timestamptz
) AS moved ON true
WHERE account.coop_id = %(coop)s::int AND account.holder_id = %(holder)s::bigint
    AND account.version IS NOT NULL
ORDER BY account.kind, moved.purse_version
