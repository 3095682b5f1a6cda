-- What each purse held just before a moment: the balance after its last transfer before it.
SELECT account.kind, coalesce(latest.purse_balance, 0), coalesce(latest.purse_version, 0),
    latest.posted_at
FROM ledger_account AS account
LEFT JOIN ledger_transfer AS latest
    ON latest.purse_id = account.id
    AND latest.purse_version = ledger_version_before(account.id, %(before)s::timestamptz)
WHERE account.coop_id = %(coop)s::int AND account.holder_id = %(holder)s::bigint
    AND account.version IS NOT NULL
