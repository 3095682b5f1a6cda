INSERT INTO purchases_reversal (
    entry_id, coop_id, original_id, number, is_top_up, member_id, store_id, terminal_id,
    occurred_at, posted_at, reason, cashier, sequence, total_yen, meal_card_yen, prepaid_yen,
    cash_yen, other_yen, meal_lapsed_yen, debt_recovered_yen, debt_added_yen,
    points_taken_back_tenths, points_redeemed_tenths, points_yen, mark
)
SELECT
    unnest(%(entries)b::uuid[]), unnest(%(coops)b::int[]), unnest(%(originals)b::uuid[]),
    unnest(%(numbers)b::smallint[]), unnest(%(top_ups)b::bool[]), unnest(%(members)b::bigint[]),
    unnest(%(stores)b::bigint[]), unnest(%(terminals)b::bigint[]),
    unnest(%(occurred)b::timestamptz[]), unnest(%(posted)b::timestamptz[]),
    unnest(%(reasons)b::text[]), unnest(%(cashiers)b::text[]), unnest(%(sequences)b::bigint[]),
    unnest(%(totals)b::int[]), unnest(%(meal_card)b::int[]), unnest(%(prepaid)b::int[]),
    unnest(%(cash)b::int[]), unnest(%(other)b::int[]), unnest(%(lapsed)b::int[]),
    unnest(%(recovered)b::int[]), unnest(%(owed)b::int[]), unnest(%(points)b::int[]),
    unnest(%(redeemed)b::int[]), unnest(%(points_yen)b::int[]), unnest(%(marks)b::bytea[])
