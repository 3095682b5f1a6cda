-- Every posting shares the co-op's day; the day close holds it alone.
SELECT pg_advisory_xact_lock_shared(2, coop) FROM unnest(%(coops)b::int[]) AS coop
