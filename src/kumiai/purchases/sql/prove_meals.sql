-- A sale whose meal tender is not the use of its eater's right, on the day it happened in Tokyo.
SELECT format('meals_mealuse entry_id=%%s', coalesce(eaten.entry_id, used.entry_id))
FROM (
    SELECT entry_id, coop_id, member_id, meal_card_yen,
        (occurred_at AT TIME ZONE 'Asia/Tokyo')::date AS date
    FROM purchases_purchase WHERE meal_card_yen > 0
) AS eaten
FULL JOIN meals_mealuse AS used ON used.entry_id = eaten.entry_id
WHERE eaten.entry_id IS NULL OR used.entry_id IS NULL
    OR used.coop_id <> eaten.coop_id
    OR used.member_id IS DISTINCT FROM eaten.member_id
    OR used.date <> eaten.date
    OR used.amount_yen <> eaten.meal_card_yen
ORDER BY coalesce(eaten.entry_id, used.entry_id)
LIMIT 1
