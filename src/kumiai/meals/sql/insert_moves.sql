-- What was used of days' rights, above zero, and what was given back, below: rows for both, and
-- the days by what is left of the two together. One after the other would not do: a day used up,
-- given back and used again in one batch never was over its limit.
WITH moves AS (
    SELECT * FROM unnest(
        %(entries)b::uuid[], %(coops)b::int[], %(members)b::bigint[], %(dates)b::date[],
        %(limits)b::int[], %(amounts)b::int[]
    ) AS moves (entry_id, coop_id, member_id, date, limit_yen, amount_yen)
), used AS (
    INSERT INTO meals_mealuse (entry_id, coop_id, member_id, date, amount_yen)
    SELECT entry_id, coop_id, member_id, date, amount_yen FROM moves WHERE amount_yen > 0
), returned AS (
    INSERT INTO meals_mealreturn (entry_id, coop_id, member_id, date, amount_yen)
    SELECT entry_id, coop_id, member_id, date, -amount_yen FROM moves WHERE amount_yen < 0
)
MERGE INTO meals_mealday AS day
USING (
    SELECT coop_id, member_id, date, max(limit_yen) AS limit_yen, sum(amount_yen) AS amount_yen
    FROM moves
    GROUP BY coop_id, member_id, date
    ORDER BY member_id, date
) AS moved
ON day.member_id = moved.member_id AND day.date = moved.date
WHEN MATCHED THEN UPDATE
    SET used_yen = day.used_yen + moved.amount_yen,
        limit_yen = coalesce(moved.limit_yen, day.limit_yen)
WHEN NOT MATCHED THEN
    INSERT (coop_id, member_id, date, limit_yen, used_yen)
    VALUES (moved.coop_id, moved.member_id, moved.date, moved.limit_yen, moved.amount_yen)
