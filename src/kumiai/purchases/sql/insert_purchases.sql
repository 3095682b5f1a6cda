INSERT INTO purchases_purchase (
    entry_id, coop_id, member_id, store_id, terminal_id, occurred_at, posted_at, receipt_number,
    cashier, sequence, is_offline, total_yen, meal_card_yen, prepaid_yen, cash_yen, other_yen,
    shortfall_yen, collected_yen, debt_recovered_yen, points_earned_tenths,
    points_converted_tenths, auto_top_up_yen, mark
)
SELECT
    unnest(%(entries)b::uuid[]), unnest(%(coops)b::int[]), unnest(%(members)b::bigint[]),
    unnest(%(stores)b::bigint[]), unnest(%(terminals)b::bigint[]),
    unnest(%(occurred)b::timestamptz[]), unnest(%(posted)b::timestamptz[]),
    unnest(%(receipt_numbers)b::text[]), unnest(%(cashiers)b::text[]),
    unnest(%(sequences)b::bigint[]), unnest(%(offline)b::bool[]), unnest(%(totals)b::int[]),
    unnest(%(meal_card)b::int[]), unnest(%(prepaid)b::int[]), unnest(%(cash)b::int[]),
    unnest(%(other)b::int[]), unnest(%(shortfalls)b::int[]), unnest(%(collected)b::int[]),
    unnest(%(recovered)b::int[]), unnest(%(earned)b::int[]), unnest(%(converted)b::int[]),
    unnest(%(auto_top_ups)b::int[]), unnest(%(marks)b::bytea[])
