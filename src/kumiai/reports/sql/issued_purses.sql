-- What each purse of issued value held at the end of a business date, those that held something.
WITH later AS (
    SELECT transfer.purse_id, sum(
        CASE WHEN transfer.credit_account_id = purse.id
            THEN transfer.amount ELSE -transfer.amount END) AS change
    FROM ledger_entry AS entry
    JOIN ledger_transfer AS transfer ON transfer.entry_id = entry.id
    JOIN ledger_account AS purse ON purse.id = transfer.purse_id
    WHERE entry.coop_id = %(coop)s::int AND entry.business_date > %(on)s::date
        AND purse.kind IN ('PREPAID', 'UNCOLLECTED')
    GROUP BY transfer.purse_id
)
SELECT purse.id, purse.kind, (purse.balance - coalesce(later.change, 0))::bigint AS yen
FROM ledger_account AS purse
LEFT JOIN later ON later.purse_id = purse.id
WHERE purse.coop_id = %(coop)s::int AND purse.kind IN ('PREPAID', 'UNCOLLECTED')
    AND purse.balance <> coalesce(later.change, 0)
ORDER BY purse.id
