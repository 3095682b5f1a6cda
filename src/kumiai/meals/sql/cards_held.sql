-- The meal cards of a member, the first one first, each with its plan; with them the extra rights
-- by day from a day on, what was used by day from another up to it, and what the calendar says of
-- the card's days, and when the day was used, where the plan asks for it.
SELECT card.starts_on, card.ends_on, card.plan_id, plan.continues_id, plan.name,
    plan.daily_limit_yen, plan.weekdays, plan.opens_at, plan.closes_at, plan.starts_on,
    plan.ends_on, plan.saturday_yen, plan.short_day_yen, plan.closed_day_yen, plan.windows::json,
    EXISTS (
        SELECT FROM meals_nutritionchoice AS choice
        WHERE choice.member_id = card.member_id AND choice.hidden_at IS NOT NULL
    ),
    coalesce((
        SELECT json_object_agg(extra.date, extra.yen)
        FROM (
            SELECT date, sum(amount_yen) AS yen FROM meals_extraright
            WHERE member_id = card.member_id AND date >= %(on)s::date GROUP BY date
        ) AS extra
    ), '{}'::json),
    coalesce((
        SELECT json_object_agg(day.date, day.used_yen) FROM meals_mealday AS day
        WHERE day.coop_id = card.coop_id AND day.member_id = card.member_id
            AND day.date BETWEEN %(since)s::date AND %(on)s::date AND day.used_yen > 0
    ), '{}'::json),
    CASE WHEN num_nonnulls(plan.short_day_yen, plan.closed_day_yen) > 0 THEN (
        SELECT json_object_agg(marked.date, CASE WHEN marked.is_short THEN 'short'
            WHEN marked.is_business THEN 'open' ELSE 'closed' END)
        FROM coops_calendarday AS marked
        WHERE marked.coop_id = card.coop_id
            AND marked.date BETWEEN card.starts_on AND card.ends_on
    ) END,
    CASE WHEN plan.windows IS NOT NULL THEN (
        SELECT json_agg(json_build_array(
            (move.occurred_at AT TIME ZONE 'Asia/Tokyo')::time, move.amount_yen
        ))
        FROM (
            SELECT entry.occurred_at, used.amount_yen
            FROM meals_mealuse AS used
            JOIN ledger_entry AS entry ON entry.id = used.entry_id
            WHERE used.coop_id = card.coop_id AND used.member_id = card.member_id
                AND used.date = %(on)s::date
            UNION ALL
            SELECT sale.occurred_at, -returned.amount_yen
            FROM meals_mealreturn AS returned
            JOIN ledger_entry AS entry ON entry.id = returned.entry_id
            JOIN ledger_entry AS sale ON sale.id = entry.reverses_id
            WHERE returned.coop_id = card.coop_id AND returned.member_id = card.member_id
                AND returned.date = %(on)s::date
        ) AS move
    ) END
FROM meals_mealcard AS card
JOIN meals_mealplan AS plan ON plan.id = card.plan_id
WHERE card.coop_id = %(coop)s::int AND card.member_id = %(member)s::bigint
ORDER BY card.starts_on, card.id
