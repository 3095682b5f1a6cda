-- The food on trays that a meal card paid for, line by line, less the pieces taken back.
SELECT purchase.entry_id, purchase.occurred_at, store.name, line.code, line.name,
    line.quantity - coalesce(returned.quantity, 0)
FROM meals_mealuse AS used
JOIN purchases_purchase AS purchase ON purchase.entry_id = used.entry_id
JOIN coops_store AS store ON store.id = purchase.store_id
JOIN purchases_purchaseline AS line ON line.purchase_id = purchase.entry_id
LEFT JOIN LATERAL (
    SELECT sum(back.quantity)::int AS quantity
    FROM purchases_reversal AS reversal
    JOIN purchases_reversalline AS back ON back.reversal_id = reversal.entry_id
    WHERE reversal.original_id = purchase.entry_id AND back.position = line.position
) AS returned ON true
WHERE used.coop_id = %(coop)s::int AND used.member_id = %(member)s::bigint
    AND used.date BETWEEN %(first)s::date AND %(last)s::date
    AND line.genre = 'food' AND line.amount_yen >= 0
    AND line.quantity > coalesce(returned.quantity, 0)
ORDER BY purchase.occurred_at, purchase.entry_id, line.position
