-- An entry at odds with its transfers: a decline that moved money, another co-op, another moment,
-- another member's purse, a day before its posting, or no request behind it.
SELECT format('ledger_entry id=%%s', entry.id)
FROM ledger_entry AS entry
LEFT JOIN ledger_request AS request ON request.id = entry.id
LEFT JOIN ledger_transfer AS transfer ON transfer.entry_id = entry.id
LEFT JOIN ledger_account AS purse ON purse.id = transfer.purse_id
WHERE request.id IS NULL
    OR entry.business_date < (entry.posted_at AT TIME ZONE 'Asia/Tokyo')::date
    OR (transfer.entry_id IS NOT NULL AND (
        entry.outcome <> 'settled'
        OR transfer.coop_id <> entry.coop_id
        OR transfer.posted_at <> entry.posted_at))
    OR (purse.id IS NOT NULL AND purse.holder_id IS DISTINCT FROM entry.holder_id)
ORDER BY entry.posted_at
LIMIT 1
