-- The same form sent twice waits for the first; 5 is the forms' own number among such locks.
SELECT pg_advisory_lock(5, %(key)s::int)
