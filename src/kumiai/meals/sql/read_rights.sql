-- The meal plans of members on days, what each day has besides the limit, and what was used of it.
-- Only where the plan asks for it: what the calendar says of the day, and when it was used, what
-- was given back counting at the time of its sale.
SELECT wanted.member_id, wanted.date, plan.name, plan.daily_limit_yen, plan.weekdays,
    plan.opens_at, plan.closes_at, plan.starts_on, plan.ends_on, plan.saturday_yen,
    plan.short_day_yen, plan.closed_day_yen, plan.windows::json,
    coalesce(day.used_yen, 0),
    coalesce((
        SELECT sum(extra.amount_yen)::int FROM meals_extraright AS extra
        WHERE extra.member_id = wanted.member_id AND extra.date = wanted.date
    ), 0),
    CASE WHEN num_nonnulls(plan.short_day_yen, plan.closed_day_yen) > 0 THEN (
        SELECT CASE WHEN marked.is_short THEN 'short' WHEN marked.is_business THEN 'open'
            ELSE 'closed' END
        FROM coops_calendarday AS marked
        WHERE marked.coop_id = wanted.coop_id AND marked.date = wanted.date
    ) END,
    CASE WHEN plan.windows IS NOT NULL THEN (
        SELECT json_agg(json_build_array(
            (move.occurred_at AT TIME ZONE 'Asia/Tokyo')::time, move.amount_yen
        ))
        FROM (
            SELECT entry.occurred_at, used.amount_yen
            FROM meals_mealuse AS used
            JOIN ledger_entry AS entry ON entry.id = used.entry_id
            WHERE used.coop_id = wanted.coop_id AND used.member_id = wanted.member_id
                AND used.date = wanted.date
            UNION ALL
            SELECT sale.occurred_at, -returned.amount_yen
            FROM meals_mealreturn AS returned
            JOIN ledger_entry AS entry ON entry.id = returned.entry_id
            JOIN ledger_entry AS sale ON sale.id = entry.reverses_id
            WHERE returned.coop_id = wanted.coop_id AND returned.member_id = wanted.member_id
                AND returned.date = wanted.date
        ) AS move
    ) END
FROM unnest(%(coops)b::int[], %(members)b::bigint[], %(dates)b::date[])
    AS wanted (coop_id, member_id, date)
JOIN meals_mealcard AS card
    ON card.coop_id = wanted.coop_id AND card.member_id = wanted.member_id
    AND wanted.date BETWEEN card.starts_on AND card.ends_on
JOIN meals_mealplan AS plan ON plan.coop_id = card.coop_id AND plan.id = card.plan_id
LEFT JOIN meals_mealday AS day ON day.member_id = wanted.member_id AND day.date = wanted.date
-- Of two cards of one day the one that began later counts: it is read last.
ORDER BY card.starts_on, card.id
