-- When each terminal of a co-op was posted for last, from a business date on. The index of days
-- leads to the entries, so the cost is that of those days and not of the whole history.
SELECT terminal_id, max(posted_at)
FROM ledger_entry
WHERE coop_id = %(coop)s::int
    AND business_date >= %(first)s::date
    AND terminal_id IS NOT NULL
GROUP BY terminal_id
