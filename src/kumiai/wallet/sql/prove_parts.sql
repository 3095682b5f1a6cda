-- A sale that handed over other money than what was taken off what waited.
SELECT format('wallet_collectedpart entry_id=%%s', coalesce(moved.entry_id, parts.entry_id))
FROM (
    SELECT transfer.entry_id, transfer.coop_id, sum(transfer.amount) AS yen
    FROM ledger_transfer AS transfer
    JOIN ledger_account AS debit ON debit.id = transfer.debit_account_id
    WHERE debit.kind = 'UNCOLLECTED'
    GROUP BY transfer.entry_id, transfer.coop_id
) AS moved
FULL JOIN (
    SELECT entry_id, coop_id, sum(amount_yen) AS yen
    FROM wallet_collectedpart GROUP BY entry_id, coop_id
) AS parts ON parts.entry_id = moved.entry_id AND parts.coop_id = moved.coop_id
WHERE moved.yen IS DISTINCT FROM parts.yen
ORDER BY coalesce(moved.entry_id, parts.entry_id)
LIMIT 1
