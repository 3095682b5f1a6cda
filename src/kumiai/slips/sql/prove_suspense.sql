-- Money that went onto the suspense or off it again, other than its receipt and deposit say.
SELECT format('ledger_entry id=%%s', entry.id)
FROM (
    SELECT *, convert_from(receipt, 'UTF8')::jsonb AS answer
    FROM ledger_entry
    WHERE outcome = 'settled' AND kind IN ('slip_suspense', 'slip_return')
    OFFSET 0
) AS entry
LEFT JOIN slips_deposit AS deposit
    ON deposit.coop_id = entry.coop_id
    AND deposit.entry_id = CASE entry.kind
        WHEN 'slip_suspense' THEN entry.id ELSE entry.reverses_id END
CROSS JOIN LATERAL (
    SELECT array_agg(entry.kind || ' ' || debit.kind || ' ' || credit.kind) AS ways,
        sum(transfer.amount) AS yen
    FROM ledger_transfer AS transfer
    JOIN ledger_account AS debit ON debit.id = transfer.debit_account_id
    JOIN ledger_account AS credit ON credit.id = transfer.credit_account_id
    WHERE transfer.entry_id = entry.id
) AS moved
WHERE NOT coalesce(moved.ways <@ ARRAY[
        'slip_suspense SLIP_BANK SUSPENSE', 'slip_return SUSPENSE SLIP_BANK'
    ], false)
    OR moved.yen IS DISTINCT FROM (entry.answer ->> 'amount')::bigint
    OR moved.yen IS DISTINCT FROM deposit.amount_yen
    OR (entry.kind = 'slip_return' AND deposit.state NOT IN ('returned', 'taken_back'))
ORDER BY entry.posted_at
LIMIT 1
