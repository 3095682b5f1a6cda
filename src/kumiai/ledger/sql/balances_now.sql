SELECT kind, balance, version, posted_at
FROM ledger_account
WHERE coop_id = %(coop)s::int AND holder_id = %(holder)s::bigint AND version IS NOT NULL
