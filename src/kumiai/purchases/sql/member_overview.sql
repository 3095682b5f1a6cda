-- What a member bought before a moment and from then up to another, and what of it in each month
-- since a third: the prepaid money used, and the sums by genre. The member's own key is enough to
-- keep co-ops apart here, and lets an index alone answer for the whole history.
-- What was taken back counts against the totals when it was, against the months where it was
-- bought. Of the prepaid money it returns, a shortfall that nobody had paid comes first.
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
), reversals AS (
    SELECT entry_id, original_id, posted_at, total_yen, prepaid_yen,
        points_taken_back_tenths + points_redeemed_tenths AS tenths
    FROM purchases_reversal
    WHERE member_id = %(member)s::bigint AND posted_at <= %(until)s::timestamptz AND NOT is_top_up
), taken_back AS (
    SELECT
        coalesce(sum(total_yen) FILTER (WHERE posted_at < %(split)s::timestamptz), 0) AS yen_before,
        coalesce(sum(tenths) FILTER (WHERE posted_at < %(split)s::timestamptz), 0) AS tenths_before,
        coalesce(sum(total_yen) FILTER (WHERE posted_at >= %(split)s::timestamptz), 0) AS yen_since,
        coalesce(sum(tenths) FILTER (WHERE posted_at >= %(split)s::timestamptz), 0) AS tenths_since
    FROM reversals
), returned AS (
    SELECT original_id, sum(prepaid_yen) AS prepaid_yen, sum(back.food) AS food,
        sum(back.books) AS books, sum(back.learning_goods) AS learning_goods,
        sum(back.other) AS other
    FROM reversals
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(line.amount_yen) FILTER (WHERE genre = 'food'), 0) AS food,
            coalesce(sum(line.amount_yen) FILTER (WHERE genre = 'books'), 0) AS books,
            coalesce(sum(line.amount_yen) FILTER (WHERE genre = 'learning_goods'), 0)
                AS learning_goods,
            coalesce(sum(line.amount_yen) FILTER (WHERE genre = 'other'), 0) AS other
        FROM purchases_reversalline AS line
        JOIN purchases_purchaseline AS of_line
            ON of_line.purchase_id = reversals.original_id AND of_line.position = line.position
        WHERE line.reversal_id = reversals.entry_id
    ) AS back
    WHERE posted_at < %(months_before)s::timestamptz
    GROUP BY original_id
), months AS (
    SELECT date_trunc('month', purchase.posted_at AT TIME ZONE 'Asia/Tokyo')::date AS month,
        sum(purchase.prepaid_yen
            - greatest(purchase.shortfall_yen, coalesce(returned.prepaid_yen, 0))) AS prepaid_yen,
        sum(lines.food - coalesce(returned.food, 0)) AS food,
        sum(lines.books - coalesce(returned.books, 0)) AS books,
        sum(lines.learning_goods - coalesce(returned.learning_goods, 0)) AS learning_goods,
        sum(lines.other - coalesce(returned.other, 0)) AS other
    FROM purchases_purchase AS purchase
    LEFT JOIN returned ON returned.original_id = purchase.entry_id
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
SELECT bought.yen_before - taken_back.yen_before, bought.tenths_before - taken_back.tenths_before,
    bought.count_since, bought.yen_since - taken_back.yen_since,
    bought.tenths_since - taken_back.tenths_since, months.*
FROM bought
CROSS JOIN taken_back
LEFT JOIN months ON true
ORDER BY months.month
