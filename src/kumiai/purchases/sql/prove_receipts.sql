-- A purchase that is not what its receipt says, or a settled sale without its purchase, or a
-- purchase without its sale.
SELECT format('purchases_purchase entry_id=%%s', coalesce(purchase.entry_id, entry.id))
FROM (
    SELECT *, convert_from(receipt, 'UTF8')::jsonb AS answer
    FROM ledger_entry WHERE kind = 'purchase' AND outcome = 'settled'
    OFFSET 0 -- or every mention of the answer would be parsed anew
) AS entry
FULL JOIN purchases_purchase AS purchase ON purchase.entry_id = entry.id
CROSS JOIN LATERAL (
    SELECT coalesce(sum(amount) FILTER (WHERE kind = 'meal_card'), 0) AS meal_card,
        coalesce(sum(amount) FILTER (WHERE kind = 'prepaid'), 0) AS prepaid,
        coalesce(sum(amount) FILTER (WHERE kind = 'cash'), 0) AS cash,
        coalesce(sum(amount) FILTER (WHERE kind = 'other'), 0) AS other
    FROM jsonb_to_recordset(entry.answer -> 'tenders') AS tender (kind text, amount bigint)
) AS paid
WHERE purchase.entry_id IS NULL OR entry.id IS NULL
    OR purchase.coop_id <> entry.coop_id
    OR purchase.member_id IS DISTINCT FROM entry.holder_id
    OR purchase.terminal_id IS DISTINCT FROM entry.terminal_id
    OR purchase.posted_at <> entry.posted_at
    OR purchase.occurred_at <> entry.occurred_at
    OR (entry.answer ->> 'total')::bigint IS DISTINCT FROM purchase.total_yen
    OR entry.answer -> 'issuer' ->> 'cashier' IS DISTINCT FROM purchase.cashier
    OR paid.meal_card <> purchase.meal_card_yen
    OR paid.prepaid <> purchase.prepaid_yen
    OR paid.cash <> purchase.cash_yen
    OR paid.other <> purchase.other_yen
    OR (entry.answer ->> 'points_earned_tenths')::bigint
        IS DISTINCT FROM purchase.points_earned_tenths
    OR (entry.answer -> 'auto_top_up' ->> 'yen')::bigint IS DISTINCT FROM purchase.auto_top_up_yen
    OR (entry.answer -> 'auto_top_up' ->> 'points_tenths')::bigint
        IS DISTINCT FROM purchase.points_converted_tenths
    OR (entry.answer ->> 'collected')::bigint IS DISTINCT FROM purchase.collected_yen
    OR (entry.answer ->> 'debt_recovered')::bigint IS DISTINCT FROM purchase.debt_recovered_yen
    OR (entry.answer ->> 'shortfall')::bigint IS DISTINCT FROM purchase.shortfall_yen
ORDER BY coalesce(entry.posted_at, purchase.posted_at)
LIMIT 1
