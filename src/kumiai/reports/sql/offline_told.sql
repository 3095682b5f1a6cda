-- The sales of a co-op made offline that were made or told on these days, by the day they belong
-- to, the business date they are booked on, and terminal. The day is that of the sale; of a sale
-- after that day's close the next one. `is_kept` are those with a card nobody knows, which are in
-- no books.
WITH made AS (
    SELECT offline.entry_id, offline.terminal_id, offline.body IS NOT NULL AS is_kept,
        offline.total_yen, sold.on_day + CASE WHEN EXISTS (
            SELECT FROM ledger_dayclose AS close
            WHERE close.coop_id = offline.coop_id AND close.business_date = sold.on_day
                AND close.closed_at <= offline.occurred_at) THEN 1 ELSE 0 END AS made_on
    FROM purchases_offlinesale AS offline
    CROSS JOIN LATERAL (
        SELECT (offline.occurred_at AT TIME ZONE 'Asia/Tokyo')::date AS on_day) AS sold
    WHERE offline.coop_id = %(coop)s::int
)
SELECT made.made_on, entry.business_date, made.terminal_id, made.is_kept, count(*)::int,
    sum(made.total_yen)::bigint, coalesce(sum(purchase.cash_yen), 0)::bigint
FROM made
JOIN ledger_entry AS entry ON entry.id = made.entry_id
LEFT JOIN purchases_purchase AS purchase ON purchase.entry_id = made.entry_id
WHERE entry.business_date BETWEEN %(first)s::date AND %(last)s::date
    OR made.made_on BETWEEN %(first)s::date AND %(last)s::date
GROUP BY 1, 2, 3, 4
ORDER BY 1, 2, 3, 4
