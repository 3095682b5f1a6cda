SELECT account.coop_id, account.holder_id, account.kind, account.id
FROM unnest(%(coops)b::int[], %(holders)b::bigint[], %(kinds)b::text[], %(units)b::text[])
    AS wanted (coop_id, holder_id, kind, unit)
JOIN ledger_account AS account USING (coop_id, holder_id, kind)
