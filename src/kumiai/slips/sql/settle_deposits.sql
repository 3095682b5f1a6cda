-- What became of deposits of one step: each may go one way only, as its trigger holds.
UPDATE slips_deposit AS deposit
SET state = told.state, why = told.why, is_over_cap = told.is_over_cap,
    reference = told.reference, member_id = told.member_id, original_id = told.original_id,
    entry_id = told.entry_id, settled_at = %(at)s::timestamptz
FROM unnest(
    %(ids)s::bigint[], %(states)s::text[], %(whys)s::text[], %(over_caps)s::bool[],
    %(references)s::text[], %(members)s::bigint[], %(originals)s::bigint[], %(entries)s::uuid[]
) AS told (id, state, why, is_over_cap, reference, member_id, original_id, entry_id)
WHERE deposit.id = told.id AND deposit.coop_id = %(coop)s::int
