-- The last day of a plan moves, and its cards' with it: none is good for longer than the plan, and
-- those that went to its end still do.
WITH gone AS (
    DELETE FROM meals_mealcard
    WHERE plan_id = %(plan)s::bigint AND starts_on > %(last)s::date
)
UPDATE meals_mealcard SET ends_on = %(last)s::date
WHERE plan_id = %(plan)s::bigint AND starts_on <= %(last)s::date
    AND (ends_on > %(last)s::date OR ends_on = %(was)s::date)
