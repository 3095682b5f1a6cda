-- A receipt that does not say what the entry did: its id, state and moment; for each purse of its
-- holder the balance that its transfer of the version named brought; and for each purse the entry
-- touched, its last version.
SELECT format('ledger_entry id=%%s', entry.id)
FROM (
    SELECT *, convert_from(receipt, 'UTF8')::jsonb AS answer FROM ledger_entry
    OFFSET 0 -- or every mention of the answer would be parsed anew
) AS entry
LEFT JOIN LATERAL (
    SELECT purse.id,
        (entry.answer -> 'balances' ->> name.balance)::bigint AS balance,
        (entry.answer -> 'purse_versions' ->> name.version)::bigint AS version
    FROM (
        VALUES ('PREPAID', 'prepaid', 'prepaid'), ('UNCOLLECTED', 'uncollected', 'uncollected'),
            ('POINTS', 'points_tenths', 'points'), ('DEBT', 'debt', 'debt'),
            ('WEB_POINTS', 'web_points_tenths', 'web_points')
    ) AS name (kind, balance, version)
    LEFT JOIN ledger_account AS purse ON purse.coop_id = entry.coop_id
        AND purse.holder_id = entry.holder_id AND purse.kind = name.kind
) AS said ON entry.holder_id IS NOT NULL
LEFT JOIN ledger_transfer AS moved
    ON moved.purse_id = said.id AND moved.purse_version = said.version
LEFT JOIN LATERAL (
    SELECT max(own.version) AS version
    FROM (
        SELECT purse_id, purse_version AS version FROM ledger_transfer
        WHERE entry_id = entry.id
        OFFSET 0 -- or the purse's last version would be looked for first, back through all its life
    ) AS own
    WHERE own.purse_id = said.id
) AS touched ON true
WHERE (entry.answer ->> 'id')::uuid IS DISTINCT FROM entry.id
    OR entry.answer ->> 'state' IS DISTINCT FROM entry.outcome
    OR (entry.answer ->> 'posted_at')::timestamptz IS DISTINCT FROM entry.posted_at
    OR (entry.holder_id IS NULL) = (entry.answer ? 'balances')
    OR (entry.holder_id IS NOT NULL AND (
        said.id IS NULL
        OR said.balance IS DISTINCT FROM coalesce(moved.purse_balance, 0)
        OR (moved.entry_id IS NULL AND said.version IS DISTINCT FROM 0)
        OR touched.version <> said.version))
ORDER BY entry.posted_at
LIMIT 1
