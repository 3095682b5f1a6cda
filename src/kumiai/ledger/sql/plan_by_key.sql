-- Every statement of a posting looks up few rows by key, however large the tables have grown and
-- however stale their statistics: no plan may read them whole. For this transaction only.
SELECT set_config('enable_seqscan', %(way)s::text, true),
    set_config('enable_hashjoin', %(way)s::text, true),
    set_config('enable_mergejoin', %(way)s::text, true),
    set_config('enable_material', %(way)s::text, true),
    set_config('enable_memoize', %(way)s::text, true)
