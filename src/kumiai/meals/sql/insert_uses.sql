WITH uses AS (
    SELECT * FROM unnest(
        %(entries)b::uuid[], %(coops)b::int[], %(members)b::bigint[], %(dates)b::date[],
        %(limits)b::int[], %(amounts)b::int[]
    ) AS uses (entry_id, coop_id, member_id, date, limit_yen, amount_yen)
), kept AS (
    INSERT INTO meals_mealuse (entry_id, coop_id, member_id, date, amount_yen)
    SELECT entry_id, coop_id, member_id, date, amount_yen FROM uses
)
INSERT INTO meals_mealday AS day (coop_id, member_id, date, limit_yen, used_yen)
SELECT coop_id, member_id, date, max(limit_yen), sum(amount_yen)
FROM uses
GROUP BY coop_id, member_id, date
ORDER BY member_id, date
ON CONFLICT (member_id, date) DO UPDATE
SET used_yen = day.used_yen + excluded.used_yen, limit_yen = excluded.limit_yen
