-- Who held a meal card on the day of an outage, until when, what they were given for it before, and
-- whether they could use it all the same.
SELECT card.member_id, card.ends_on, coalesce(given.yen, 0), coalesce(eaten.has_eaten, false)
FROM (
    SELECT DISTINCT ON (member_id) member_id, ends_on
    FROM meals_mealcard
    WHERE coop_id = %(coop)s::int AND %(day)s::date BETWEEN starts_on AND ends_on
    ORDER BY member_id, starts_on DESC, id DESC
) AS card
JOIN members_member AS member ON member.id = card.member_id
    AND (member.left_on IS NULL OR member.left_on >= %(day)s::date)
LEFT JOIN (
    SELECT extra.member_id, sum(extra.amount_yen)::int AS yen
    FROM meals_extraright AS extra
    JOIN meals_lunchcompensation AS compensation ON compensation.id = extra.compensation_id
    WHERE compensation.coop_id = %(coop)s::int AND compensation.day = %(day)s::date
    GROUP BY extra.member_id
) AS given ON given.member_id = card.member_id
LEFT JOIN (
    SELECT used.member_id, true AS has_eaten
    FROM meals_mealuse AS used
    JOIN ledger_entry AS entry ON entry.id = used.entry_id
    WHERE used.coop_id = %(coop)s::int AND used.date = %(day)s::date
        AND entry.occurred_at >= %(begins)s::timestamptz
        AND entry.occurred_at < %(ends)s::timestamptz
    GROUP BY used.member_id
) AS eaten ON eaten.member_id = card.member_id
ORDER BY card.member_id
