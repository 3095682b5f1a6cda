-- A card for each member under the plan of the name that has not ended, in all its stretches to
-- come; who has a card of any stretch of the plan keeps what they have, also where it was ended.
WITH RECURSIVE stretch AS (
    SELECT id, id AS plan_id, coop_id, name, starts_on, ends_on
    FROM meals_mealplan
    WHERE coop_id = %(coop)s::int AND continues_id IS NULL
    UNION ALL
    SELECT next.id, stretch.plan_id, next.coop_id, next.name, next.starts_on, next.ends_on
    FROM stretch
    JOIN meals_mealplan AS next
        ON next.coop_id = stretch.coop_id AND next.continues_id = stretch.id
), named AS (
    SELECT DISTINCT plan_id, name FROM stretch WHERE ends_on >= %(on)s::date
)
INSERT INTO meals_mealcard (coop_id, member_id, plan_id, starts_on, ends_on)
SELECT stretch.coop_id, wanted.member_id, stretch.id, greatest(stretch.starts_on, %(on)s::date),
    stretch.ends_on
FROM unnest(%(members)s::bigint[], %(plans)s::text[]) AS wanted (member_id, plan_name)
JOIN named ON named.name = wanted.plan_name
JOIN stretch ON stretch.plan_id = named.plan_id AND stretch.ends_on >= %(on)s::date
WHERE NOT EXISTS (
    SELECT
    FROM meals_mealcard AS held
    JOIN stretch AS any_stretch ON any_stretch.id = held.plan_id
    WHERE held.member_id = wanted.member_id AND any_stretch.plan_id = stretch.plan_id
)
ON CONFLICT DO NOTHING
RETURNING member_id
