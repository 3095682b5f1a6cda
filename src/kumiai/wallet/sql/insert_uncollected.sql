INSERT INTO wallet_uncollected (
    entry_id, coop_id, member_id, source, amount_yen, remaining_yen, available_on, asked_on
)
SELECT entry_id, coop_id, member_id, source, amount_yen, amount_yen, available_on, asked_on
FROM unnest(
    %(entries)b::uuid[], %(coops)b::int[], %(members)b::bigint[], %(sources)b::text[],
    %(amounts)b::int[], %(available)b::date[], %(asked)b::date[]
) AS waits (entry_id, coop_id, member_id, source, amount_yen, available_on, asked_on)
