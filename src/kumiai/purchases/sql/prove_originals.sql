-- Reversals that are of no entry that can be reversed, not numbered from 1 without gaps, before
-- what they take back, or together more than it was.
SELECT format('purchases_reversal entry_id=%%s', reversal.entry_id)
FROM (
    SELECT *,
        row_number() OVER so_far AS number_due,
        sum(meal_card_yen) OVER so_far AS meal_card_so_far,
        sum(prepaid_yen) OVER so_far AS prepaid_so_far,
        sum(cash_yen) OVER so_far AS cash_so_far,
        sum(other_yen) OVER so_far AS other_so_far,
        sum(points_taken_back_tenths + points_redeemed_tenths) OVER so_far AS points_so_far
    FROM purchases_reversal
    WINDOW so_far AS (PARTITION BY original_id ORDER BY number)
) AS reversal
LEFT JOIN ledger_entry AS original ON original.id = reversal.original_id
LEFT JOIN purchases_purchase AS purchase ON purchase.entry_id = reversal.original_id
WHERE original.id IS NULL
    OR original.coop_id <> reversal.coop_id
    OR original.holder_id IS DISTINCT FROM reversal.member_id
    OR original.outcome <> 'settled'
    OR original.kind <> CASE WHEN reversal.is_top_up THEN 'top_up' ELSE 'purchase' END
    OR original.posted_at > reversal.posted_at
    OR reversal.number <> reversal.number_due
    OR (reversal.is_top_up AND reversal.total_yen IS DISTINCT FROM
        (convert_from(original.receipt, 'UTF8')::jsonb ->> 'amount')::bigint)
    OR (reversal.is_top_up AND reversal.debt_added_yen IS DISTINCT FROM
        (convert_from(original.receipt, 'UTF8')::jsonb ->> 'debt_recovered')::bigint)
    OR (NOT reversal.is_top_up AND (
        purchase.entry_id IS NULL
        OR reversal.meal_card_so_far > purchase.meal_card_yen
        OR reversal.prepaid_so_far > purchase.prepaid_yen
        OR reversal.cash_so_far > purchase.cash_yen
        OR reversal.other_so_far > purchase.other_yen
        OR reversal.points_so_far > purchase.points_earned_tenths))
ORDER BY reversal.posted_at, reversal.number
LIMIT 1
