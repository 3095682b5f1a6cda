-- A plan goes on as another from a day on, and its cards with it: who holds one on that day holds
-- two, one after the other, and who would have begun later begins under the new one.
WITH going_on AS (
    INSERT INTO meals_mealcard (coop_id, member_id, plan_id, starts_on, ends_on)
    SELECT coop_id, member_id, %(becomes)s::bigint, %(day)s::date, ends_on
    FROM meals_mealcard
    WHERE plan_id = %(plan)s::bigint AND starts_on < %(day)s::date AND ends_on >= %(day)s::date
), cut AS (
    UPDATE meals_mealcard SET ends_on = %(day)s::date - 1
    WHERE plan_id = %(plan)s::bigint AND starts_on < %(day)s::date AND ends_on >= %(day)s::date
)
UPDATE meals_mealcard SET plan_id = %(becomes)s::bigint
WHERE plan_id = %(plan)s::bigint AND starts_on >= %(day)s::date
