-- What members held at the end of a business date, from what is kept of a month's end near to it
-- and what has changed between the two: `way` is 1 after that end and -1 before it. A row for each
-- who held something: those who finish their studies in a year, or all where none is asked for.
WITH held AS (
    SELECT month.member_id, month.prepaid_yen, month.uncollected_yen, month.points_tenths,
        month.web_points_tenths, month.debt_yen
    FROM reports_membermonth AS month
    WHERE month.coop_id = %(coop)s::int AND month.month = %(month)s::date
        AND month.member_id IS NOT NULL
    UNION ALL
    SELECT moved.holder_id, sum(moved.change) FILTER (WHERE moved.kind = 'PREPAID'),
        sum(moved.change) FILTER (WHERE moved.kind = 'UNCOLLECTED'),
        sum(moved.change) FILTER (WHERE moved.kind = 'POINTS'),
        sum(moved.change) FILTER (WHERE moved.kind = 'WEB_POINTS'),
        sum(moved.change) FILTER (WHERE moved.kind = 'DEBT')
    FROM (
        SELECT purse.holder_id, purse.kind, %(way)s::int * CASE
            WHEN (transfer.credit_account_id = purse.id) = (purse.kind <> 'DEBT')
            THEN transfer.amount ELSE -transfer.amount END AS change
        FROM ledger_entry AS entry
        JOIN ledger_transfer AS transfer ON transfer.entry_id = entry.id
        JOIN ledger_account AS purse ON purse.id = transfer.purse_id
        WHERE entry.coop_id = %(coop)s::int
            AND entry.business_date > %(after)s::date AND entry.business_date <= %(until)s::date
    ) AS moved
    GROUP BY 1
), summed AS (
    SELECT held.member_id, sum(held.prepaid_yen) AS prepaid_yen,
        sum(held.uncollected_yen) AS uncollected_yen, sum(held.points_tenths) AS points_tenths,
        sum(held.web_points_tenths) AS web_points_tenths, sum(held.debt_yen) AS debt_yen
    FROM held
    GROUP BY 1
)
SELECT member.member_number, member.name, member.faculty, member.graduation_year, member.left_on,
    summed.prepaid_yen, summed.uncollected_yen, summed.points_tenths, summed.web_points_tenths,
    summed.debt_yen
FROM summed
JOIN members_member AS member
    ON member.coop_id = %(coop)s::int AND member.id = summed.member_id
WHERE (%(graduating)s::int IS NULL OR member.graduation_year = %(graduating)s::int)
    AND greatest(summed.prepaid_yen, summed.uncollected_yen, summed.points_tenths,
        summed.web_points_tenths, summed.debt_yen) > 0
ORDER BY member.member_number
