-- What a member bought up to a moment, by month and genre, less what was taken back of it since.
WITH returned AS (
    SELECT reversal.original_id, line.position, sum(line.amount_yen) AS yen
    FROM purchases_reversal AS reversal
    JOIN purchases_reversalline AS line ON line.reversal_id = reversal.entry_id
    WHERE reversal.member_id = %(member)s::bigint AND NOT reversal.is_top_up
        AND reversal.posted_at <= %(until)s::timestamptz
    GROUP BY 1, 2
)
SELECT date_trunc('month', purchase.posted_at AT TIME ZONE 'Asia/Tokyo')::date, line.genre,
    sum(line.amount_yen - coalesce(returned.yen, 0))::bigint
FROM purchases_purchase AS purchase
JOIN purchases_purchaseline AS line ON line.purchase_id = purchase.entry_id
LEFT JOIN returned ON returned.original_id = line.purchase_id
    AND returned.position = line.position
WHERE purchase.coop_id = %(coop)s::int AND purchase.member_id = %(member)s::bigint
    AND purchase.posted_at <= %(until)s::timestamptz
GROUP BY 1, 2
ORDER BY 1 DESC, 2
