-- What an operator sees of every co-op: its last sale within some days, the terminals used today,
-- its closed days, its mail, its bank files in work and its member files. Days are looked at from
-- today backwards until one has a sale, each by the index of days.
SELECT coop.id, coop.name, override.is_business, terminals.enrolled, used.last_sale_at,
    used.terminals, closed.through, unclosed.day, coalesce(mails.waiting, 0),
    coalesce(mails.tried, 0), coalesce(mails.late, 0), mails.oldest_at, mails.untried_at,
    coalesce(given_up.mails, 0), coalesce(given_up.lately, 0), coalesce(dead.addresses, 0),
    coalesce(dead.lately, 0), coalesce(files.working, 0), files.moved_at,
    coalesce(members.reading, 0), coalesce(members.waiting, 0), coalesce(members.working, 0),
    members.moved_at, coalesce(members.stopped, 0)
FROM coops_coop AS coop
LEFT JOIN coops_calendarday AS override
    ON override.coop_id = coop.id AND override.date = %(today)s::date
CROSS JOIN LATERAL (
    SELECT count(*) AS enrolled FROM coops_terminal AS terminal
    WHERE terminal.coop_id = coop.id AND terminal.revoked_at IS NULL
) AS terminals
CROSS JOIN LATERAL (
    WITH RECURSIVE backwards AS (
        SELECT %(today)s::date AS day, entries.*
        FROM (
            SELECT max(posted_at) FILTER (WHERE kind = 'purchase' AND outcome = 'settled')
                AS last_sale_at, count(DISTINCT terminal_id) AS terminals
            FROM ledger_entry
            WHERE coop_id = coop.id AND business_date = %(today)s::date
        ) AS entries
        UNION ALL
        SELECT backwards.day - 1, earlier.last_sale_at, 0
        FROM backwards
        CROSS JOIN LATERAL (
            SELECT max(posted_at) AS last_sale_at
            FROM ledger_entry
            WHERE coop_id = coop.id AND business_date = backwards.day - 1
                AND kind = 'purchase' AND outcome = 'settled'
        ) AS earlier
        WHERE backwards.last_sale_at IS NULL AND backwards.day > %(first)s::date
    )
    SELECT max(last_sale_at) AS last_sale_at, max(terminals) AS terminals FROM backwards
) AS used
CROSS JOIN LATERAL (
    SELECT max(business_date) AS through FROM ledger_dayclose WHERE coop_id = coop.id
) AS closed
CROSS JOIN LATERAL (
    SELECT min(business_date) AS day FROM ledger_entry
    WHERE coop_id = coop.id AND business_date > coalesce(closed.through, '-infinity')
) AS unclosed
LEFT JOIN (
    SELECT coop_id, count(*) AS waiting, count(*) FILTER (WHERE attempts > 0) AS tried,
        count(*) FILTER (
            WHERE created_at < %(late_before)s::timestamptz AND priority > %(many)s::int
        ) AS late,
        min(created_at) AS oldest_at,
        min(created_at) FILTER (WHERE attempts = 0 AND priority > %(many)s::int) AS untried_at
    FROM mail_message WHERE state IN ('queued', 'sending')
    GROUP BY coop_id
) AS mails ON mails.coop_id = coop.id
LEFT JOIN (
    -- Of a mail that was given up `next_at` is when.
    SELECT coop_id, count(*) AS mails,
        count(*) FILTER (WHERE next_at > %(a_day_ago)s::timestamptz) AS lately
    FROM mail_message WHERE state = 'given_up' AND next_at > %(a_week_ago)s::timestamptz
    GROUP BY coop_id
) AS given_up ON given_up.coop_id = coop.id
LEFT JOIN (
    SELECT coop_id, count(*) AS addresses,
        count(*) FILTER (WHERE flagged_at > %(a_day_ago)s::timestamptz) AS lately
    FROM mail_flaggedaddress GROUP BY coop_id
) AS dead ON dead.coop_id = coop.id
LEFT JOIN (
    SELECT coop_id, count(*) AS working, min(coalesce(worked_at, ordered_at)) AS moved_at
    FROM slips_bankfile WHERE state = 'working' GROUP BY coop_id
) AS files ON files.coop_id = coop.id
LEFT JOIN (
    SELECT coop_id, count(*) FILTER (WHERE state = 'reading') AS reading,
        count(*) FILTER (WHERE state = 'received') AS waiting,
        count(*) FILTER (WHERE state = 'working') AS working,
        min(worked_at) FILTER (WHERE state IN ('reading', 'working')) AS moved_at,
        count(*) FILTER (WHERE state = 'stopped' AND worked_at > %(a_day_ago)s::timestamptz)
            AS stopped
    FROM joining_keptmemberfile WHERE state IN ('reading', 'received', 'working', 'stopped')
    GROUP BY coop_id
) AS members ON members.coop_id = coop.id
ORDER BY coop.id
