-- The lines of sales in their order, each after what was taken back of it before.
SELECT line.purchase_id, coalesce(returned.quantity, 0), coalesce(returned.amount_yen, 0),
    line.code, line.name, line.genre, line.quantity, line.unit_price_yen, line.amount_yen,
    line.tax_rate, line.is_meal_eligible
FROM purchases_purchaseline AS line
LEFT JOIN (
    SELECT reversal.original_id, back.position, sum(back.quantity)::int AS quantity,
        sum(back.amount_yen)::int AS amount_yen
    FROM purchases_reversal AS reversal
    JOIN purchases_reversalline AS back ON back.reversal_id = reversal.entry_id
    WHERE reversal.original_id = ANY(%(ids)b::uuid[])
    GROUP BY reversal.original_id, back.position
) AS returned ON returned.original_id = line.purchase_id AND returned.position = line.position
WHERE line.purchase_id = ANY(%(ids)b::uuid[])
ORDER BY line.purchase_id, line.position
