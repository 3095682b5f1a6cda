INSERT INTO ledger_account (coop_id, holder_id, kind, unit)
SELECT * FROM unnest(
    %(coops)b::int[], %(holders)b::bigint[], %(kinds)b::text[], %(units)b::text[]
)
ON CONFLICT DO NOTHING
