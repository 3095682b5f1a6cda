-- What a member bought before a moment and from then up to another, and what of it in each month
-- since a third: the prepaid money used, and the sums by genre. The member's own key is enough to
-- keep co-ops apart here, and lets an index alone answer for the whole history.
WITH bought AS (
    SELECT
        coalesce(sum(total_yen) FILTER (WHERE posted_at < %(split)s::timestamptz), 0) AS yen_before,
        coalesce(sum(points_earned_tenths) FILTER (WHERE posted_at < %(split)s::timestamptz), 0)
            AS tenths_before,
        count(*) FILTER (WHERE posted_at >= %(split)s::timestamptz) AS count_since,
        coalesce(sum(total_yen) FILTER (WHERE posted_at >= %(split)s::timestamptz), 0) AS yen_since,
        coalesce(sum(points_earned_tenths) FILTER (WHERE posted_at >= %(split)s::timestamptz), 0)
            AS tenths_since
    FROM purchases_purchase
    WHERE member_id = %(member)s::bigint AND posted_at <= %(until)s::timestamptz
), months AS (
    SELECT date_trunc('month', purchase.posted_at AT TIME ZONE 'Asia/Tokyo')::date AS month,
        sum(purchase.prepaid_yen - purchase.shortfall_yen) AS prepaid_yen,
        sum(lines.food) AS food, sum(lines.books) AS books,
        sum(lines.learning_goods) AS learning_goods, sum(lines.other) AS other
    FROM purchases_purchase AS purchase
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(amount_yen) FILTER (WHERE genre = 'food'), 0) AS food,
            coalesce(sum(amount_yen) FILTER (WHERE genre = 'books'), 0) AS books,
            coalesce(sum(amount_yen) FILTER (WHERE genre = 'learning_goods'), 0) AS learning_goods,
            coalesce(sum(amount_yen) FILTER (WHERE genre = 'other'), 0) AS other
        FROM purchases_purchaseline AS line
        WHERE line.purchase_id = purchase.entry_id
    ) AS lines
    WHERE purchase.coop_id = %(coop)s::int AND purchase.member_id = %(member)s::bigint
        AND purchase.posted_at >= %(months_from)s::timestamptz
        AND purchase.posted_at < %(months_before)s::timestamptz
        AND purchase.posted_at <= %(until)s::timestamptz
    GROUP BY 1
)
SELECT bought.*, months.*
FROM bought
LEFT JOIN months ON true
ORDER BY months.month
