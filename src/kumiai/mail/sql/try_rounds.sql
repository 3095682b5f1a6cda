-- One round at a time in the whole installation; 4 is the rounds' own number among such locks.
SELECT pg_try_advisory_lock(4, 0)
