-- What all members of a co-op held at the end of a business date, by purse, and how many of them
-- something: what they hold now less what has moved since.
WITH later AS (
    SELECT transfer.purse_id, sum(
        CASE WHEN (transfer.credit_account_id = purse.id) = (purse.kind <> 'DEBT')
            THEN transfer.amount ELSE -transfer.amount END) AS change
    FROM ledger_entry AS entry
    JOIN ledger_transfer AS transfer ON transfer.entry_id = entry.id
    JOIN ledger_account AS purse ON purse.id = transfer.purse_id
    WHERE entry.coop_id = %(coop)s::int AND entry.business_date > %(on)s::date
    GROUP BY transfer.purse_id
)
SELECT purse.kind, sum(purse.balance - coalesce(later.change, 0))::bigint,
    (count(*) FILTER (WHERE purse.balance > coalesce(later.change, 0)))::int
FROM ledger_account AS purse
LEFT JOIN later ON later.purse_id = purse.id
WHERE purse.coop_id = %(coop)s::int AND purse.version IS NOT NULL
GROUP BY purse.kind
