-- What each purse held just before a moment, and each of its transfers from then up to another:
-- one statement, so that no transfer can slip in between the two.
SELECT account.kind,
    coalesce(earlier.purse_balance, 0), coalesce(earlier.purse_version, 0), earlier.posted_at,
    moved.entry_id, moved.entry_kind, moved.terminal_id, moved.posted_at, moved.change,
    moved.purse_balance, moved.purse_version, moved.other
FROM ledger_account AS account
LEFT JOIN LATERAL (
    SELECT purse_balance, purse_version, posted_at
    FROM ledger_transfer
    WHERE purse_id = account.id AND posted_at < %(since)s::timestamptz
    ORDER BY posted_at DESC, purse_version DESC
    LIMIT 1
) AS earlier ON true
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
        AND transfer.posted_at >= %(since)s::timestamptz
        AND transfer.posted_at <= %(until)s::timestamptz
) AS moved ON true
WHERE account.coop_id = %(coop)s::int AND account.holder_id = %(holder)s::bigint
    AND account.version IS NOT NULL
ORDER BY account.kind, moved.purse_version
