-- One card with all that a till shows of its holder: read in one statement, so that it is true of
-- one moment, and without a lock, so that nobody waits for it. Not found: no row.
SELECT card.id, card.coop_id, card.code, member.id, member.member_number, member.graduation_year,
    member.left_on, card.replaced_at, suspension.suspended_at, member.name,
    purses.ids, purses.balances, purses.versions, purses.posted,
    waiting.entries, waiting.remaining, waiting.days, meal.*,
    EXISTS (
        SELECT FROM identity_login AS login
        WHERE login.member_id = member.id AND login.state = 'provisional'
    )
FROM members_membercard AS card
JOIN members_member AS member ON member.coop_id = card.coop_id AND member.id = card.member_id
LEFT JOIN members_suspension AS suspension
    ON suspension.member_id = member.id AND suspension.lifted_at IS NULL
CROSS JOIN LATERAL (
    SELECT array_agg(id ORDER BY kind) AS ids, array_agg(balance ORDER BY kind) AS balances,
        array_agg(version ORDER BY kind) AS versions, array_agg(posted_at ORDER BY kind) AS posted
    FROM ledger_account
    WHERE coop_id = member.coop_id AND holder_id = member.id AND version IS NOT NULL
) AS purses
CROSS JOIN LATERAL (
    SELECT coalesce(array_agg(money.entry_id), '{}') AS entries,
        coalesce(array_agg(money.remaining_yen), '{}') AS remaining,
        coalesce(array_agg(money.available_on), '{}') AS days
    FROM wallet_uncollected AS money
    WHERE money.coop_id = member.coop_id AND money.member_id = member.id
        AND money.remaining_yen > 0
) AS waiting
LEFT JOIN LATERAL (
    SELECT plan.name, plan.daily_limit_yen + coalesce((
            SELECT sum(extra.amount_yen)::int FROM meals_extraright AS extra
            WHERE extra.member_id = held.member_id AND extra.date = %(today)s::date
        ), 0), plan.weekdays, plan.opens_at, plan.closes_at,
        plan.starts_on, plan.ends_on, coalesce(day.used_yen, 0) AS used_yen,
        num_nonnulls(plan.saturday_yen, plan.short_day_yen, plan.closed_day_yen, plan.windows) > 0
    FROM meals_mealcard AS held
    JOIN meals_mealplan AS plan ON plan.coop_id = held.coop_id AND plan.id = held.plan_id
    LEFT JOIN meals_mealday AS day
        ON day.member_id = held.member_id AND day.date = %(today)s::date
    WHERE held.coop_id = member.coop_id AND held.member_id = member.id
        AND %(today)s::date BETWEEN held.starts_on AND held.ends_on
    ORDER BY held.starts_on DESC, held.id DESC
    LIMIT 1
) AS meal ON true
WHERE card.coop_id = %(coop)s::int
    AND (card.code = %(card)s::text OR card.idm = %(card)s::text)
