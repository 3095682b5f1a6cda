-- What was taken back of each of these entries before: how often, by tender, and points.
SELECT original_id, count(*)::int, sum(meal_card_yen)::int, sum(prepaid_yen)::int,
    sum(cash_yen)::int, sum(other_yen)::int,
    sum(points_taken_back_tenths + points_redeemed_tenths)::int
FROM purchases_reversal
WHERE original_id = ANY(%(ids)b::uuid[])
GROUP BY original_id
