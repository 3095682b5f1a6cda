-- What each purse held just before a moment: the balance after its last transfer before it.
SELECT account.kind, coalesce(latest.purse_balance, 0), coalesce(latest.purse_version, 0),
    latest.posted_at
FROM ledger_account AS account
LEFT JOIN LATERAL (
    SELECT purse_balance, purse_version, posted_at
    FROM ledger_transfer
    WHERE purse_id = account.id AND posted_at < %(before)s::timestamptz
    ORDER BY posted_at DESC, purse_version DESC
    LIMIT 1
) AS latest ON true
WHERE account.coop_id = %(coop)s::int AND account.holder_id = %(holder)s::bigint
    AND account.version IS NOT NULL
