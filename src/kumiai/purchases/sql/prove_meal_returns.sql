-- A reversal whose meal tender did not come back to its eater's right, on the day of the sale.
SELECT format('meals_mealreturn entry_id=%%s', coalesce(due.entry_id, returned.entry_id))
FROM (
    SELECT reversal.entry_id, reversal.coop_id, reversal.member_id,
        reversal.meal_card_yen - reversal.meal_lapsed_yen AS amount_yen,
        (purchase.occurred_at AT TIME ZONE 'Asia/Tokyo')::date AS date
    FROM purchases_reversal AS reversal
    JOIN purchases_purchase AS purchase ON purchase.entry_id = reversal.original_id
    WHERE reversal.meal_card_yen > reversal.meal_lapsed_yen
) AS due
FULL JOIN meals_mealreturn AS returned ON returned.entry_id = due.entry_id
WHERE due.entry_id IS NULL OR returned.entry_id IS NULL
    OR returned.coop_id <> due.coop_id
    OR returned.member_id IS DISTINCT FROM due.member_id
    OR returned.date <> due.date
    OR returned.amount_yen <> due.amount_yen
ORDER BY coalesce(due.entry_id, returned.entry_id)
LIMIT 1
