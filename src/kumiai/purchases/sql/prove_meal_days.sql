-- A member's day on which not the sum of its uses, less what came back, counts as used.
SELECT format('meals_mealday member_id=%%s date=%%s',
    coalesce(day.member_id, used.member_id), coalesce(day.date, used.date))
FROM meals_mealday AS day
FULL JOIN (
    SELECT coop_id, member_id, date, sum(amount_yen) AS yen
    FROM (
        SELECT coop_id, member_id, date, amount_yen FROM meals_mealuse
        UNION ALL
        SELECT coop_id, member_id, date, -amount_yen FROM meals_mealreturn
    ) AS moves
    GROUP BY coop_id, member_id, date
) AS used ON used.member_id = day.member_id AND used.date = day.date
    AND used.coop_id = day.coop_id
WHERE day.used_yen IS DISTINCT FROM used.yen
ORDER BY 1
LIMIT 1
