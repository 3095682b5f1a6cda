-- An entry at odds with its transfers: a decline that moved money, another co-op, another moment,
-- another member's purse, another terminal's till, or no request behind it.
SELECT format('ledger_entry id=%%s', entry.id)
FROM ledger_entry AS entry
LEFT JOIN ledger_request AS request ON request.id = entry.id
LEFT JOIN ledger_transfer AS transfer ON transfer.entry_id = entry.id
LEFT JOIN ledger_account AS purse ON purse.id = transfer.purse_id
LEFT JOIN ledger_account AS debit ON debit.id = transfer.debit_account_id
LEFT JOIN ledger_account AS credit ON credit.id = transfer.credit_account_id
WHERE request.id IS NULL
    OR (transfer.entry_id IS NULL AND entry.outcome = 'settled'
        AND entry.kind NOT IN ('purchase', 'reversal', 'suspension', 'suspension_lift',
            'card_reissue'))
    OR (transfer.entry_id IS NOT NULL AND (
        entry.outcome <> 'settled'
        OR entry.kind IN ('suspension', 'suspension_lift', 'card_reissue')
        OR transfer.coop_id <> entry.coop_id
        OR transfer.posted_at <> entry.posted_at))
    OR (purse.id IS NOT NULL AND purse.holder_id IS DISTINCT FROM entry.holder_id)
    OR (debit.version IS NULL AND debit.holder_id NOT IN (0, coalesce(entry.terminal_id, 0)))
    OR (credit.version IS NULL AND credit.holder_id NOT IN (0, coalesce(entry.terminal_id, 0)))
ORDER BY entry.posted_at
LIMIT 1
