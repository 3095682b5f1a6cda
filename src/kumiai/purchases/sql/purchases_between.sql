-- The purchases of a member from one moment to another, the latest first: of one store where it is
-- given, and only of those that prepaid money paid something of where that is asked for.
SELECT bought.entry_id, bought.posted_at, bought.occurred_at, bought.is_offline, store.name,
    bought.receipt_number, bought.total_yen, bought.meal_card_yen, bought.prepaid_yen,
    bought.cash_yen, bought.other_yen, bought.shortfall_yen, bought.collected_yen,
    bought.debt_recovered_yen, bought.points_earned_tenths, bought.points_converted_tenths,
    bought.auto_top_up_yen, entry.receipt
FROM purchases_purchase AS bought
JOIN ledger_entry AS entry ON entry.id = bought.entry_id
JOIN coops_store AS store ON store.id = bought.store_id
WHERE bought.coop_id = %(coop)s::int AND bought.member_id = %(member)s::bigint
    AND bought.posted_at >= %(since)s::timestamptz AND bought.posted_at < %(before)s::timestamptz
    AND (%(store)s::bigint IS NULL OR bought.store_id = %(store)s::bigint)
    AND (NOT %(is_prepaid)s::boolean OR bought.prepaid_yen > 0)
ORDER BY bought.posted_at DESC, bought.entry_id DESC
