-- A deposit whose money is not where its state says: with members to the yen, or on the suspense.
SELECT format('slips_deposit id=%%s', deposit.id)
FROM slips_deposit AS deposit
LEFT JOIN ledger_entry AS entry
    ON entry.id = deposit.entry_id AND entry.coop_id = deposit.coop_id
LEFT JOIN (
    SELECT deposit_id, sum(amount_yen) AS amount_yen
    FROM slips_slippayment WHERE deposit_id IS NOT NULL GROUP BY deposit_id
) AS paid ON paid.deposit_id = deposit.id
WHERE (deposit.state IN ('credited', 'assigned')
        AND paid.amount_yen IS DISTINCT FROM deposit.amount_yen)
    OR (deposit.state IN ('suspense', 'returned') AND paid.amount_yen IS NOT NULL)
    OR (deposit.state IN ('suspense', 'assigned', 'returned')
        AND entry.kind IS DISTINCT FROM 'slip_suspense')
    OR (deposit.state = 'credited' AND entry.kind IS DISTINCT FROM 'slip')
    OR (deposit.state = 'cancellation'
        AND coalesce(entry.kind, '') NOT IN ('slip_cancellation', 'slip_return'))
    OR (deposit.state IN ('read', 'known', 'confirmation', 'unmatched', 'set_aside')
        AND deposit.entry_id IS NOT NULL)
ORDER BY deposit.id
LIMIT 1
