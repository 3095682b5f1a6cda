-- Knocks for one person wait for one another, so that their count is right.
SELECT pg_advisory_xact_lock(%(key)s::bigint)
