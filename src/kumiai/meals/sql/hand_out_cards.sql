-- A card for each member under every plan of the name that has not ended; who has one keeps it.
INSERT INTO meals_mealcard (coop_id, member_id, plan_id, starts_on, ends_on)
SELECT plan.coop_id, wanted.member_id, plan.id, greatest(plan.starts_on, %(on)s::date),
       plan.ends_on
  FROM unnest(%(members)s::bigint[], %(plans)s::text[]) AS wanted (member_id, plan_name)
  JOIN meals_mealplan plan
    ON plan.coop_id = %(coop)s::int
   AND plan.name = wanted.plan_name
   AND plan.ends_on >= %(on)s::date
    ON CONFLICT (member_id, plan_id) DO NOTHING
RETURNING member_id
