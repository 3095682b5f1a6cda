INSERT INTO purchases_reversal (
    entry_id, coop_id, original_id, number, is_top_up, member_id, store_id, terminal_id,
    occurred_at, posted_at, reason, cashier, sequence, total_yen, meal_card_yen, prepaid_yen,
    cash_yen, other_yen, meal_lapsed_yen, debt_recovered_yen, debt_added_yen,
    points_taken_back_tenths, points_redeemed_tenths, points_yen, mark
)
SELECT * FROM unnest(
    %(entries)b::uuid[], %(coops)b::int[], %(originals)b::uuid[], %(numbers)b::smallint[],
    %(top_ups)b::bool[], %(members)b::bigint[], %(stores)b::bigint[], %(terminals)b::bigint[],
    %(occurred)b::timestamptz[], %(posted)b::timestamptz[], %(reasons)b::text[],
    %(cashiers)b::text[], %(sequences)b::bigint[], %(totals)b::int[], %(meal_card)b::int[],
    %(prepaid)b::int[], %(cash)b::int[], %(other)b::int[], %(lapsed)b::int[],
    %(recovered)b::int[], %(owed)b::int[], %(points)b::int[], %(redeemed)b::int[],
    %(points_yen)b::int[], %(marks)b::bytea[]
)
