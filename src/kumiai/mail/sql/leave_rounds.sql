-- The next round may begin.
SELECT pg_advisory_unlock(4, 0)
