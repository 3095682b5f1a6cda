-- The last business date of a co-op that has an entry.
SELECT max(business_date) FROM ledger_entry WHERE coop_id = %(coop)s::int
