-- What was to go on as another plan goes on as it was: two cards in a row are one again.
WITH joined AS (
    UPDATE meals_mealcard AS card SET ends_on = later.ends_on
    FROM meals_mealcard AS later
    WHERE later.plan_id = %(plan)s::bigint AND card.plan_id = %(becomes)s::bigint
        AND card.member_id = later.member_id AND later.starts_on = card.ends_on + 1
    RETURNING later.id
), gone AS (
    DELETE FROM meals_mealcard WHERE id IN (SELECT id FROM joined)
)
UPDATE meals_mealcard SET plan_id = %(becomes)s::bigint
WHERE plan_id = %(plan)s::bigint AND id NOT IN (SELECT id FROM joined)
