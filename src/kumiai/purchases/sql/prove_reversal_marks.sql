-- The first reversal that does not say any more, with its lines, what its mark was made over.
SELECT format('purchases_reversal entry_id=%%s', reversal.entry_id)
FROM purchases_reversal AS reversal
LEFT JOIN LATERAL (
    SELECT string_agg(concat_ws(E'\n', position, quantity, amount_yen), E'\n' ORDER BY position)
        AS text
    FROM purchases_reversalline WHERE reversal_id = reversal.entry_id
) AS lines ON true
WHERE reversal.mark IS DISTINCT FROM sha256(convert_to(
    concat_ws(E'\n', reversal.entry_id, reversal.coop_id, reversal.original_id, reversal.number,
        reversal.is_top_up::int, coalesce(reversal.member_id::text, ''), reversal.store_id,
        reversal.terminal_id, (extract(epoch FROM reversal.occurred_at) * 1000000)::bigint,
        (extract(epoch FROM reversal.posted_at) * 1000000)::bigint, reversal.reason,
        reversal.cashier, coalesce(reversal.sequence::text, ''), reversal.total_yen,
        reversal.meal_card_yen, reversal.prepaid_yen, reversal.cash_yen, reversal.other_yen,
        reversal.meal_lapsed_yen, reversal.debt_recovered_yen, reversal.debt_added_yen,
        reversal.points_taken_back_tenths, reversal.points_redeemed_tenths, reversal.points_yen,
        lines.text, ''),
    'UTF8'
))
ORDER BY reversal.posted_at
LIMIT 1
