-- A member's purchases as others' own, each with its mark.
INSERT INTO purchases_purchase (
    entry_id, coop_id, member_id, store_id, terminal_id, occurred_at, posted_at, receipt_number,
    cashier, sequence, is_offline, total_yen, meal_card_yen, prepaid_yen, cash_yen, other_yen,
    shortfall_yen, collected_yen, debt_recovered_yen, points_earned_tenths,
    points_converted_tenths, auto_top_up_yen, mark
)
SELECT named.id, bought.coop_id, other.id, bought.store_id, bought.terminal_id, bought.occurred_at,
    bought.posted_at, bought.receipt_number, bought.cashier, NULL, bought.is_offline,
    bought.total_yen, bought.meal_card_yen, bought.prepaid_yen, bought.cash_yen, bought.other_yen,
    bought.shortfall_yen, bought.collected_yen, bought.debt_recovered_yen,
    bought.points_earned_tenths, bought.points_converted_tenths, bought.auto_top_up_yen,
    sha256(convert_to(
        concat_ws(E'\n', named.id, bought.coop_id, other.id, bought.store_id, bought.terminal_id,
            (extract(epoch FROM bought.occurred_at) * 1000000)::bigint,
            (extract(epoch FROM bought.posted_at) * 1000000)::bigint,
            bought.receipt_number, bought.cashier, '', bought.is_offline::int, bought.total_yen,
            bought.meal_card_yen, bought.prepaid_yen, bought.cash_yen, bought.other_yen,
            bought.shortfall_yen, bought.collected_yen, bought.debt_recovered_yen,
            bought.points_earned_tenths, bought.points_converted_tenths, bought.auto_top_up_yen,
            lines.text, ''),
        'UTF8'
    ))
FROM purchases_purchase AS bought
JOIN LATERAL (
    SELECT string_agg(
        concat_ws(E'\n', position, code, name, genre, quantity, unit_price_yen, amount_yen,
            tax_rate, is_meal_eligible::int),
        E'\n' ORDER BY position
    ) AS text
    FROM purchases_purchaseline WHERE purchase_id = bought.entry_id
) AS lines ON true
CROSS JOIN unnest(%(others)s::bigint[]) AS other (id)
CROSS JOIN LATERAL (
    SELECT (left(bought.entry_id::text, 15)
        || substr(md5(bought.entry_id::text || other.id::text)::uuid::text, 16))::uuid AS id
) AS named
WHERE bought.coop_id = %(coop)s::int AND bought.member_id = %(member)s::bigint
