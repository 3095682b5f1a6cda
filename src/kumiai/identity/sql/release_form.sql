SELECT pg_advisory_unlock(5, %(key)s::int)
