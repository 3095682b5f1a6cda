INSERT INTO purchases_purchase (
    entry_id, coop_id, member_id, store_id, terminal_id, occurred_at, posted_at, receipt_number,
    cashier, sequence, is_offline, total_yen, meal_card_yen, prepaid_yen, cash_yen, other_yen,
    shortfall_yen, collected_yen, debt_recovered_yen, points_earned_tenths,
    points_converted_tenths, auto_top_up_yen, mark
)
SELECT * FROM unnest(
    %(entries)b::uuid[], %(coops)b::int[], %(members)b::bigint[], %(stores)b::bigint[],
    %(terminals)b::bigint[], %(occurred)b::timestamptz[], %(posted)b::timestamptz[],
    %(receipt_numbers)b::text[], %(cashiers)b::text[], %(sequences)b::bigint[],
    %(offline)b::bool[], %(totals)b::int[], %(meal_card)b::int[], %(prepaid)b::int[],
    %(cash)b::int[], %(other)b::int[], %(shortfalls)b::int[], %(collected)b::int[],
    %(recovered)b::int[], %(earned)b::int[], %(converted)b::int[], %(auto_top_ups)b::int[],
    %(marks)b::bytea[]
)
