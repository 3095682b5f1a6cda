-- What each tender paid for a member up to a moment, less what reversals gave back by it.
SELECT coalesce(sum(meal_card_yen), 0)::bigint, coalesce(sum(prepaid_yen), 0)::bigint,
    coalesce(sum(cash_yen), 0)::bigint, coalesce(sum(other_yen), 0)::bigint
FROM (
    SELECT meal_card_yen, prepaid_yen, cash_yen, other_yen
    FROM purchases_purchase
    WHERE coop_id = %(coop)s::int AND member_id = %(member)s::bigint
        AND posted_at <= %(until)s::timestamptz
    UNION ALL
    SELECT -meal_card_yen, -prepaid_yen, -cash_yen, -other_yen
    FROM purchases_reversal
    WHERE coop_id = %(coop)s::int AND member_id = %(member)s::bigint
        AND posted_at <= %(until)s::timestamptz AND NOT is_top_up
) AS moved
