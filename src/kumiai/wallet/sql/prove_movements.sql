-- A top-up, slip, grant, claim, correction or payout whose transfers are not between the accounts
-- of its kind, or do not move what its receipt says.
SELECT format('ledger_entry id=%%s', entry.id)
FROM (
    SELECT id, kind, posted_at, convert_from(receipt, 'UTF8')::jsonb AS answer
    FROM ledger_entry
    WHERE outcome = 'settled'
        AND kind IN (
            'top_up', 'slip', 'slip_cancellation', 'slip_recall', 'web_points', 'claim',
            'correction', 'payout'
        )
) AS entry
CROSS JOIN LATERAL (
    SELECT
        array_agg(entry.kind || ' ' || debit.kind || ' ' || credit.kind) AS ways,
        sum(amount) FILTER (WHERE debit.unit = 'JPY') AS yen,
        sum(amount) FILTER (WHERE debit.unit <> 'JPY') AS tenths,
        coalesce(sum(amount) FILTER (WHERE credit.kind = 'DEBT'), 0) AS recovered
    FROM ledger_transfer AS transfer
    JOIN ledger_account AS debit ON debit.id = transfer.debit_account_id
    JOIN ledger_account AS credit ON credit.id = transfer.credit_account_id
    WHERE transfer.entry_id = entry.id
) AS moved
WHERE NOT coalesce(moved.ways <@ ARRAY[
        'top_up CASH PREPAID', 'top_up CASH DEBT', 'slip SLIP_BANK UNCOLLECTED',
        'slip SUSPENSE UNCOLLECTED', 'slip_cancellation UNCOLLECTED SLIP_BANK',
        'slip_cancellation PREPAID SLIP_BANK', 'slip_cancellation DEBT SLIP_BANK',
        'slip_recall UNCOLLECTED SLIP_BANK', 'slip_recall PREPAID SLIP_BANK',
        'slip_recall DEBT SLIP_BANK', 'web_points POINTS_GRANTED WEB_POINTS',
        'claim WEB_POINTS POINTS_REDEEMED', 'claim POINTS_REDEEMED_YEN UNCOLLECTED',
        'correction ADJUSTMENTS PREPAID', 'correction PREPAID ADJUSTMENTS',
        'correction UNCOLLECTED ADJUSTMENTS', 'payout UNCOLLECTED SLIP_BANK',
        'correction ADJUSTMENTS DEBT', 'correction DEBT ADJUSTMENTS',
        'correction POINTS_GRANTED POINTS', 'correction POINTS POINTS_GRANTED',
        'correction POINTS_GRANTED WEB_POINTS', 'correction WEB_POINTS POINTS_GRANTED'
    ], false)
    OR moved.yen IS DISTINCT FROM (entry.answer ->> 'amount')::bigint
    OR moved.tenths IS DISTINCT FROM (entry.answer ->> 'points_tenths')::bigint
    OR (entry.kind <> 'correction'
        AND moved.recovered <> coalesce((entry.answer ->> 'debt_recovered')::bigint, 0))
ORDER BY entry.posted_at
LIMIT 1
