-- What is open already asks for no new id: taking one writes to the log, and such a transaction
-- would wait for its commit to be safe although nothing was opened.
INSERT INTO ledger_account (coop_id, holder_id, kind, unit)
SELECT * FROM unnest(
    %(coops)b::int[], %(holders)b::bigint[], %(kinds)b::text[], %(units)b::text[]
) AS wanted (coop_id, holder_id, kind, unit)
WHERE NOT EXISTS (
    SELECT FROM ledger_account AS account
    WHERE account.coop_id = wanted.coop_id
        AND account.holder_id = wanted.holder_id
        AND account.kind = wanted.kind
)
ON CONFLICT DO NOTHING
