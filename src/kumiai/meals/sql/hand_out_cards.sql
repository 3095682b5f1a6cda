-- A card for each member under every plan of the name that has not ended, and under what goes on
-- of it; who has one keeps it as it is.
WITH RECURSIVE part AS (
    SELECT id, coop_id, name AS asked, starts_on, ends_on
    FROM meals_mealplan
    WHERE coop_id = %(coop)s::int AND ends_on >= %(on)s::date
    UNION
    SELECT next.id, next.coop_id, part.asked, next.starts_on, next.ends_on
    FROM part
    JOIN meals_mealplan AS next
        ON next.coop_id = part.coop_id AND next.continues_id = part.id
)
INSERT INTO meals_mealcard (coop_id, member_id, plan_id, starts_on, ends_on)
SELECT part.coop_id, wanted.member_id, part.id, greatest(part.starts_on, %(on)s::date),
    part.ends_on
FROM unnest(%(members)s::bigint[], %(plans)s::text[]) AS wanted (member_id, plan_name)
JOIN part ON part.asked = wanted.plan_name
WHERE NOT EXISTS (
    SELECT FROM meals_mealcard AS held
    WHERE held.member_id = wanted.member_id AND held.plan_id = part.id
)
ON CONFLICT DO NOTHING
RETURNING member_id
