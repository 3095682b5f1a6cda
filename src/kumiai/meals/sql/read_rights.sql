SELECT wanted.member_id, wanted.date, plan.name, plan.daily_limit_yen + coalesce((
        SELECT sum(extra.amount_yen)::int FROM meals_extraright AS extra
        WHERE extra.member_id = wanted.member_id AND extra.date = wanted.date
    ), 0), plan.weekdays,
    plan.opens_at, plan.closes_at, plan.starts_on, plan.ends_on, coalesce(day.used_yen, 0)
FROM unnest(%(coops)b::int[], %(members)b::bigint[], %(dates)b::date[])
    AS wanted (coop_id, member_id, date)
JOIN meals_mealcard AS card
    ON card.coop_id = wanted.coop_id AND card.member_id = wanted.member_id
    AND wanted.date BETWEEN card.starts_on AND card.ends_on
JOIN meals_mealplan AS plan ON plan.coop_id = card.coop_id AND plan.id = card.plan_id
LEFT JOIN meals_mealday AS day ON day.member_id = wanted.member_id AND day.date = wanted.date
-- Of two cards of one day the one that began later counts: it is read last.
ORDER BY card.starts_on, card.id
