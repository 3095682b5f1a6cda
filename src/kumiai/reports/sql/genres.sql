-- Sales of business dates of a co-op by day and genre, less what was taken back, in yen.
SELECT sold.business_date, sold.genre, sum(sold.yen)::bigint
FROM (
    SELECT entry.business_date, line.genre, line.amount_yen AS yen
    FROM ledger_entry AS entry
    JOIN purchases_purchaseline AS line ON line.purchase_id = entry.id
    WHERE entry.coop_id = %(coop)s::int
        AND entry.business_date BETWEEN %(first)s::date AND %(last)s::date
    UNION ALL
    SELECT entry.business_date, line.genre, -back.amount_yen
    FROM ledger_entry AS entry
    JOIN purchases_reversalline AS back ON back.reversal_id = entry.id
    JOIN purchases_purchaseline AS line
        ON line.purchase_id = entry.reverses_id AND line.position = back.position
    WHERE entry.coop_id = %(coop)s::int AND entry.reverses_id IS NOT NULL
        AND entry.business_date BETWEEN %(first)s::date AND %(last)s::date
) AS sold
GROUP BY 1, 2
ORDER BY 1, 2
