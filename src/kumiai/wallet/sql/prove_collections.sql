-- A collection that moves something else than what waits into debt and prepaid, or not what its
-- receipt says.
SELECT format('ledger_entry id=%%s', entry.id)
FROM (
    SELECT id, posted_at, convert_from(receipt, 'UTF8')::jsonb AS answer
    FROM ledger_entry
    WHERE outcome = 'settled' AND kind = 'collection'
) AS entry
CROSS JOIN LATERAL (
    SELECT
        array_agg(debit.kind || ' ' || credit.kind) AS ways,
        sum(amount) FILTER (WHERE debit.kind = 'UNCOLLECTED') AS collected,
        coalesce(sum(amount) FILTER (WHERE credit.kind = 'DEBT'), 0) AS recovered,
        coalesce(sum(amount) FILTER (WHERE credit.kind = 'PREPAID'), 0) AS prepaid
    FROM ledger_transfer AS transfer
    JOIN ledger_account AS debit ON debit.id = transfer.debit_account_id
    JOIN ledger_account AS credit ON credit.id = transfer.credit_account_id
    WHERE transfer.entry_id = entry.id
) AS moved
WHERE NOT coalesce(moved.ways <@ ARRAY[
        'UNCOLLECTED CLEARING', 'CLEARING DEBT', 'CLEARING PREPAID'
    ], false)
    OR moved.collected IS DISTINCT FROM (entry.answer ->> 'collected')::bigint
    OR moved.recovered IS DISTINCT FROM (entry.answer ->> 'debt_recovered')::bigint
    OR moved.collected IS DISTINCT FROM moved.recovered + moved.prepaid
ORDER BY entry.posted_at
LIMIT 1
