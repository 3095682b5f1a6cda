-- The purses of holders who are locked.
SELECT account.id, account.coop_id, account.holder_id, account.kind,
    account.balance, account.version, account.posted_at
FROM unnest(%(coops)b::int[], %(holders)b::bigint[]) AS wanted (coop_id, holder_id)
JOIN ledger_account AS account
    ON account.coop_id = wanted.coop_id AND account.holder_id = wanted.holder_id
WHERE account.version IS NOT NULL
