-- A purchase whose lines do not make up its total, or not the sums per tax rate of its receipt.
-- Materialized, because all have to be read: where the limit is known, the planner counts on a lie
-- soon, and where there is none it goes through the lines anew for every purchase.
WITH wrong AS MATERIALIZED (
    SELECT purchase.entry_id, purchase.posted_at
    FROM purchases_purchase AS purchase
    LEFT JOIN (
        SELECT purchase_id, sum(amount_yen) AS amount_yen,
            sum(amount_yen) FILTER (WHERE tax_rate = 10) AS at_10,
            sum(amount_yen) FILTER (WHERE tax_rate = 8) AS at_8
        FROM purchases_purchaseline GROUP BY purchase_id
    ) AS lines ON lines.purchase_id = purchase.entry_id
    LEFT JOIN LATERAL (
        SELECT sum((tax ->> 'amount')::bigint) FILTER (WHERE tax ->> 'rate' = '10') AS at_10,
            sum((tax ->> 'amount')::bigint) FILTER (WHERE tax ->> 'rate' = '8') AS at_8
        FROM ledger_entry AS entry,
            jsonb_array_elements(convert_from(entry.receipt, 'UTF8')::jsonb -> 'tax') AS tax
        WHERE entry.id = purchase.entry_id
    ) AS receipt ON true
    WHERE lines.amount_yen IS DISTINCT FROM purchase.total_yen
        OR lines.at_10 IS DISTINCT FROM receipt.at_10
        OR lines.at_8 IS DISTINCT FROM receipt.at_8
)

SELECT format('purchases_purchase entry_id=%%s', wrong.entry_id)
FROM wrong
ORDER BY wrong.posted_at
LIMIT 1
