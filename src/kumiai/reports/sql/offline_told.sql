-- The sales of a co-op made offline that were made or told on these days, by the day they were
-- made, the business date they are booked on, and terminal. `is_kept` are those with a card nobody
-- knows, which are in no books.
SELECT (offline.occurred_at AT TIME ZONE 'Asia/Tokyo')::date AS made_on, entry.business_date,
    offline.terminal_id, offline.body IS NOT NULL AS is_kept, count(*)::int,
    sum(offline.total_yen)::bigint, coalesce(sum(purchase.cash_yen), 0)::bigint
FROM purchases_offlinesale AS offline
JOIN ledger_entry AS entry ON entry.id = offline.entry_id
LEFT JOIN purchases_purchase AS purchase ON purchase.entry_id = offline.entry_id
WHERE offline.coop_id = %(coop)s::int
    AND (entry.business_date BETWEEN %(first)s::date AND %(last)s::date
        OR (offline.occurred_at AT TIME ZONE 'Asia/Tokyo')::date
            BETWEEN %(first)s::date AND %(last)s::date)
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
