-- What members held at the end of a business date, a row for each who held something: those who
-- finish their studies in a year, or all where no year is asked for.
WITH later AS (
    SELECT transfer.purse_id, sum(
        CASE WHEN (transfer.credit_account_id = purse.id) = (purse.kind <> 'DEBT')
            THEN transfer.amount ELSE -transfer.amount END) AS change
    FROM ledger_entry AS entry
    JOIN ledger_transfer AS transfer ON transfer.entry_id = entry.id
    JOIN ledger_account AS purse ON purse.id = transfer.purse_id
    WHERE entry.coop_id = %(coop)s::int AND entry.business_date > %(on)s::date
    GROUP BY transfer.purse_id
), held AS (
    SELECT purse.holder_id, purse.kind, purse.balance - coalesce(later.change, 0) AS amount
    FROM ledger_account AS purse
    LEFT JOIN later ON later.purse_id = purse.id
    WHERE purse.coop_id = %(coop)s::int AND purse.version IS NOT NULL
)
SELECT member.member_number, member.name, member.faculty, member.graduation_year, member.left_on,
    sum(held.amount) FILTER (WHERE held.kind = 'PREPAID'),
    sum(held.amount) FILTER (WHERE held.kind = 'UNCOLLECTED'),
    sum(held.amount) FILTER (WHERE held.kind = 'POINTS'),
    sum(held.amount) FILTER (WHERE held.kind = 'WEB_POINTS'),
    sum(held.amount) FILTER (WHERE held.kind = 'DEBT')
FROM held
JOIN members_member AS member
    ON member.coop_id = %(coop)s::int AND member.id = held.holder_id
WHERE %(graduating)s::int IS NULL OR member.graduation_year = %(graduating)s::int
GROUP BY member.id
HAVING max(held.amount) > 0
ORDER BY member.member_number
