-- How far the days of co-ops are closed. Asked after their days are shared.
SELECT closed.coop_id, closed.business_date
FROM unnest(%(coops)b::int[]) AS wanted (coop_id)
CROSS JOIN LATERAL (
    SELECT coop_id, business_date
    FROM ledger_dayclose
    WHERE coop_id = wanted.coop_id
    ORDER BY business_date DESC
    LIMIT 1
) AS closed
