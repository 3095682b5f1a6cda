-- By what the purses of a co-op changed on each business date, by kind, and how many more of them
-- held something after the day than before it.
WITH days AS (
    SELECT entry.business_date, purse.kind, transfer.purse_id,
        (array_agg(transfer.purse_balance ORDER BY transfer.purse_version DESC))[1] AS after,
        sum(CASE WHEN (transfer.credit_account_id = purse.id) = (purse.kind <> 'DEBT')
            THEN transfer.amount ELSE -transfer.amount END) AS change
    FROM ledger_entry AS entry
    JOIN ledger_transfer AS transfer ON transfer.entry_id = entry.id
    JOIN ledger_account AS purse ON purse.id = transfer.purse_id
    WHERE entry.coop_id = %(coop)s::int
        AND entry.business_date BETWEEN %(first)s::date AND %(last)s::date
    GROUP BY 1, 2, 3
)
SELECT business_date, kind, sum(change)::bigint,
    sum((after > 0)::int - (after > change)::int)::int
FROM days
GROUP BY 1, 2
ORDER BY 1, 2
