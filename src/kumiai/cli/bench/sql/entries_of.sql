-- What a member did, by the ids of the entries.
SELECT id FROM ledger_entry WHERE coop_id = %(coop)s::int AND holder_id = %(member)s::bigint
