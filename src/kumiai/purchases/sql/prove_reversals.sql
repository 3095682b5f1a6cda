-- A reversal that is not what its entry and receipt say, or a settled reversal without its row, or
-- a row without its entry.
SELECT format('purchases_reversal entry_id=%%s', coalesce(reversal.entry_id, entry.id))
FROM (
    SELECT *, convert_from(receipt, 'UTF8')::jsonb AS answer
    FROM ledger_entry WHERE kind = 'reversal' AND outcome = 'settled'
    OFFSET 0 -- or every mention of the answer would be parsed anew
) AS entry
FULL JOIN purchases_reversal AS reversal ON reversal.entry_id = entry.id
CROSS JOIN LATERAL (
    SELECT coalesce(sum(amount) FILTER (WHERE kind = 'meal_card'), 0) AS meal_card,
        coalesce(sum(amount) FILTER (WHERE kind = 'prepaid'), 0) AS prepaid,
        coalesce(sum(amount) FILTER (WHERE kind = 'cash'), 0) AS cash,
        coalesce(sum(amount) FILTER (WHERE kind = 'other'), 0) AS other
    FROM jsonb_to_recordset(entry.answer -> 'tenders') AS tender (kind text, amount bigint)
) AS returned
WHERE reversal.entry_id IS NULL OR entry.id IS NULL
    OR reversal.coop_id <> entry.coop_id
    OR reversal.member_id IS DISTINCT FROM entry.holder_id
    OR reversal.terminal_id IS DISTINCT FROM entry.terminal_id
    OR reversal.original_id IS DISTINCT FROM entry.reverses_id
    OR reversal.posted_at <> entry.posted_at
    OR reversal.occurred_at <> entry.occurred_at
    OR (entry.answer ->> 'reverses')::uuid IS DISTINCT FROM reversal.original_id
    OR (entry.answer ->> 'amount')::bigint IS DISTINCT FROM reversal.total_yen
    OR entry.answer -> 'issuer' ->> 'cashier' IS DISTINCT FROM reversal.cashier
    OR returned.meal_card <> reversal.meal_card_yen - reversal.meal_lapsed_yen
    OR returned.prepaid <> reversal.prepaid_yen
    OR returned.cash <> reversal.cash_yen
    OR returned.other <> reversal.other_yen
    OR (entry.answer ->> 'points_taken_back_tenths')::bigint
        IS DISTINCT FROM reversal.points_taken_back_tenths
    OR (entry.answer ->> 'points_yen')::bigint IS DISTINCT FROM reversal.points_yen
    OR (entry.answer ->> 'debt_recovered')::bigint IS DISTINCT FROM reversal.debt_recovered_yen
    OR (entry.answer ->> 'debt_added')::bigint IS DISTINCT FROM reversal.debt_added_yen
ORDER BY coalesce(entry.posted_at, reversal.posted_at)
LIMIT 1
