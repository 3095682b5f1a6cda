-- Whose cards these are and what the members hold, under the members' lock: the card and since when
-- it is stopped, the five purses in the order of their kinds, what waits to be collected, and the
-- meal plan of a day with its limit, what the day has besides, what was used of it, and whether
-- there is more to know of the plan. One statement, for it is asked at every payment.
SELECT wanted.coop_id, wanted.key, wanted.date,
    card.id, card.coop_id, card.code, member.id, member.member_number, member.graduation_year,
    member.left_on, card.replaced_at, suspension.suspended_at,
    purses.ids, purses.balances, purses.versions, purses.posted,
    waiting.ids, waiting.yen, waiting.dates,
    plan.name,
    plan.daily_limit_yen + coalesce((
        SELECT sum(extra.amount_yen)::int FROM meals_extraright AS extra
        WHERE extra.member_id = card.member_id AND extra.date = wanted.date
    ), 0),
    plan.weekdays, plan.opens_at, plan.closes_at, plan.starts_on, plan.ends_on,
    coalesce(meal.used_yen, 0),
    num_nonnulls(plan.saturday_yen, plan.short_day_yen, plan.closed_day_yen, plan.windows) > 0
FROM unnest(%(coops)b::int[], %(keys)b::text[], %(idms)b::bool[], %(dates)b::date[])
    AS wanted (coop_id, key, is_idm, date)
CROSS JOIN LATERAL (
    SELECT id, coop_id, member_id, code, replaced_at FROM members_membercard
    WHERE NOT wanted.is_idm AND coop_id = wanted.coop_id AND code = wanted.key
    UNION ALL
    SELECT id, coop_id, member_id, code, replaced_at FROM members_membercard
    WHERE wanted.is_idm AND coop_id = wanted.coop_id AND idm = wanted.key
) AS card
JOIN members_member AS member ON member.coop_id = card.coop_id AND member.id = card.member_id
LEFT JOIN members_suspension AS suspension
    ON suspension.member_id = member.id AND suspension.lifted_at IS NULL
CROSS JOIN LATERAL (
    SELECT array_agg(id) AS ids, array_agg(balance) AS balances, array_agg(version) AS versions,
        array_agg(posted_at) AS posted
    FROM (
        SELECT id, balance, version, posted_at FROM ledger_account
        WHERE coop_id = card.coop_id AND holder_id = card.member_id AND version IS NOT NULL
        ORDER BY kind
    ) AS purse
) AS purses
CROSS JOIN LATERAL (
    SELECT array_agg(entry_id) AS ids, array_agg(remaining_yen) AS yen,
        array_agg(available_on) AS dates
    FROM wallet_uncollected
    WHERE coop_id = card.coop_id AND member_id = card.member_id AND remaining_yen > 0
) AS waiting
LEFT JOIN LATERAL (
    SELECT plan_id FROM meals_mealcard
    WHERE coop_id = card.coop_id AND member_id = card.member_id
        AND wanted.date BETWEEN starts_on AND ends_on
    ORDER BY starts_on DESC, id DESC
    LIMIT 1
) AS holding ON true
LEFT JOIN meals_mealplan AS plan ON plan.coop_id = card.coop_id AND plan.id = holding.plan_id
LEFT JOIN meals_mealday AS meal
    ON meal.member_id = card.member_id AND meal.date = wanted.date
