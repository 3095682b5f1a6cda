-- The first purchase that does not say any more, with its lines, what its mark was made over.
SELECT format('purchases_purchase entry_id=%%s', purchase.entry_id)
FROM purchases_purchase AS purchase
LEFT JOIN LATERAL (
    SELECT string_agg(
        concat_ws(E'\n', position, code, name, genre, quantity, unit_price_yen, amount_yen,
            tax_rate, is_meal_eligible::int),
        E'\n' ORDER BY position
    ) AS text
    FROM purchases_purchaseline WHERE purchase_id = purchase.entry_id
) AS lines ON true
WHERE purchase.mark IS DISTINCT FROM sha256(convert_to(
    concat_ws(E'\n', purchase.entry_id, purchase.coop_id, coalesce(purchase.member_id::text, ''),
        purchase.store_id, purchase.terminal_id,
        (extract(epoch FROM purchase.occurred_at) * 1000000)::bigint,
        (extract(epoch FROM purchase.posted_at) * 1000000)::bigint,
        purchase.receipt_number, purchase.cashier, coalesce(purchase.sequence::text, ''),
        purchase.is_offline::int, purchase.total_yen, purchase.meal_card_yen,
        purchase.prepaid_yen, purchase.cash_yen, purchase.other_yen, purchase.shortfall_yen,
        purchase.collected_yen, purchase.debt_recovered_yen, purchase.points_earned_tenths,
        purchase.points_converted_tenths, purchase.auto_top_up_yen, lines.text, ''),
    'UTF8'
))
ORDER BY purchase.posted_at
LIMIT 1
