-- One change by a co-op's office at a time. Nothing else waits: rows that only point here do not.
SELECT id FROM coops_coop WHERE id = %(coop)s::int FOR NO KEY UPDATE
