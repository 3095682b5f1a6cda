-- A sale made offline of which the office is told something else than the purchase or the decline
-- says, or nothing; or something told of no such sale.
SELECT format('purchases_offlinesale entry_id=%%s', coalesce(due.entry_id, told.entry_id))
FROM (
    SELECT purchase.entry_id, purchase.coop_id, purchase.terminal_id, purchase.member_id,
        purchase.occurred_at, purchase.posted_at, purchase.total_yen, purchase.prepaid_yen,
        entry.flags, true AS is_booked
    FROM purchases_purchase AS purchase
    JOIN ledger_entry AS entry ON entry.id = purchase.entry_id
    WHERE purchase.is_offline
    UNION ALL
    SELECT id, coop_id, terminal_id, NULL, occurred_at, posted_at, NULL, NULL, flags, false
    FROM ledger_entry WHERE kind = 'purchase' AND outcome = 'declined' AND flags <> ''
) AS due
FULL JOIN purchases_offlinesale AS told ON told.entry_id = due.entry_id
WHERE due.entry_id IS NULL OR told.entry_id IS NULL
    OR told.coop_id <> due.coop_id
    OR told.terminal_id IS DISTINCT FROM due.terminal_id
    OR told.member_id IS DISTINCT FROM due.member_id
    OR told.occurred_at <> due.occurred_at
    OR told.posted_at <> due.posted_at
    OR told.flags <> due.flags
    OR (told.body IS NULL) <> due.is_booked
    OR (due.is_booked
        AND (told.total_yen <> due.total_yen OR told.on_card_yen <> due.prepaid_yen))
ORDER BY coalesce(due.posted_at, told.posted_at)
LIMIT 1
