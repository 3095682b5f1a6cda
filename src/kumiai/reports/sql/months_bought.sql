-- What each member bought by month and genre, less what was taken back, in yen; without a member
-- what stands on the co-op's suspense.
SELECT date_trunc('month', sold.business_date)::date, sold.holder_id,
    coalesce(sum(sold.yen) FILTER (WHERE sold.genre = 'food'), 0)::bigint,
    coalesce(sum(sold.yen) FILTER (WHERE sold.genre = 'books'), 0)::bigint,
    coalesce(sum(sold.yen) FILTER (WHERE sold.genre = 'learning_goods'), 0)::bigint,
    coalesce(sum(sold.yen) FILTER (WHERE sold.genre = 'other'), 0)::bigint
FROM (
    SELECT entry.business_date, entry.holder_id, line.genre, line.amount_yen AS yen
    FROM ledger_entry AS entry
    JOIN purchases_purchaseline AS line ON line.purchase_id = entry.id
    WHERE entry.coop_id = %(coop)s::int
        AND entry.business_date BETWEEN %(first)s::date AND %(last)s::date
    UNION ALL
    SELECT entry.business_date, entry.holder_id, line.genre, -back.amount_yen
    FROM ledger_entry AS entry
    JOIN purchases_reversalline AS back ON back.reversal_id = entry.id
    JOIN purchases_purchaseline AS line
        ON line.purchase_id = entry.reverses_id AND line.position = back.position
    WHERE entry.coop_id = %(coop)s::int AND entry.reverses_id IS NOT NULL
        AND entry.business_date BETWEEN %(first)s::date AND %(last)s::date
) AS sold
GROUP BY 1, 2
ORDER BY 1, 2
