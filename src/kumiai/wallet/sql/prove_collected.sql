-- A waiting amount that is not what was collected of it and what remains.
SELECT format('wallet_uncollected entry_id=%%s', waiting.entry_id)
FROM wallet_uncollected AS waiting
LEFT JOIN (
    SELECT uncollected_id, sum(amount_yen) AS amount_yen
    FROM wallet_collectedpart GROUP BY uncollected_id
) AS collected ON collected.uncollected_id = waiting.entry_id
WHERE waiting.amount_yen <> waiting.remaining_yen + coalesce(collected.amount_yen, 0)
ORDER BY waiting.entry_id
LIMIT 1
