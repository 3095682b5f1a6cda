-- Since when the oldest transaction is at work: what it has decided is not to be seen yet.
SELECT coalesce(min(xact_start), clock_timestamp())
FROM pg_stat_activity
WHERE datname = current_database() AND backend_type = 'client backend'
