-- A receipt that does not say what the entry did: its id, state and moment, and for each purse
-- the entry touched the balance and version of its last transfer.
SELECT format('ledger_entry id=%%s', entry.id)
FROM (
    SELECT *, convert_from(receipt, 'UTF8')::jsonb AS answer FROM ledger_entry
) AS entry
LEFT JOIN LATERAL (
    SELECT DISTINCT ON (transfer.purse_id) account.kind, transfer.purse_balance,
        transfer.purse_version
    FROM ledger_transfer AS transfer
    JOIN ledger_account AS account ON account.id = transfer.purse_id
    WHERE transfer.entry_id = entry.id
    ORDER BY transfer.purse_id, transfer.purse_version DESC
) AS purse ON true
LEFT JOIN (
    VALUES ('PREPAID', 'prepaid', 'prepaid'), ('UNCOLLECTED', 'uncollected', 'uncollected'),
        ('POINTS', 'points_tenths', 'points'), ('DEBT', 'debt', 'debt'),
        ('WEB_POINTS', 'web_points_tenths', 'web_points')
) AS name (kind, balance, version) ON name.kind = purse.kind
WHERE (entry.answer ->> 'id')::uuid IS DISTINCT FROM entry.id
    OR entry.answer ->> 'state' IS DISTINCT FROM entry.outcome
    OR (entry.answer ->> 'posted_at')::timestamptz IS DISTINCT FROM entry.posted_at
    OR (purse.kind IS NOT NULL AND (
        (entry.answer -> 'balances' ->> name.balance)::bigint
            IS DISTINCT FROM purse.purse_balance
        OR (entry.answer -> 'purse_versions' ->> name.version)::bigint
            IS DISTINCT FROM purse.purse_version))
ORDER BY entry.posted_at
LIMIT 1
