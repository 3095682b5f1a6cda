-- What each member bought by genre on business dates, less what was taken back, in yen; whoever
-- bought nothing is left out. Sales on the co-op's suspense are the last row, without a number.
-- Whole months as they are kept, the days before and after them from the books.
WITH days AS (
    SELECT entry.id, entry.holder_id, entry.reverses_id
    FROM ledger_entry AS entry
    WHERE entry.coop_id = %(coop)s::int
        AND (entry.business_date BETWEEN %(first)s::date AND %(before)s::date
            OR entry.business_date BETWEEN %(after)s::date AND %(last)s::date)
), sold AS (
    SELECT month.member_id AS holder_id, month.food_yen, month.books_yen,
        month.learning_goods_yen, month.other_yen
    FROM reports_membermonth AS month
    WHERE month.coop_id = %(coop)s::int AND month.food_yen IS NOT NULL
        AND month.month BETWEEN %(kept_first)s::date AND %(kept_last)s::date
    UNION ALL
    SELECT line.holder_id, sum(line.yen) FILTER (WHERE line.genre = 'food'),
        sum(line.yen) FILTER (WHERE line.genre = 'books'),
        sum(line.yen) FILTER (WHERE line.genre = 'learning_goods'),
        sum(line.yen) FILTER (WHERE line.genre = 'other')
    FROM (
        SELECT days.holder_id, line.genre, line.amount_yen AS yen
        FROM days
        JOIN purchases_purchaseline AS line ON line.purchase_id = days.id
        UNION ALL
        SELECT days.holder_id, line.genre, -back.amount_yen
        FROM days
        JOIN purchases_reversalline AS back ON back.reversal_id = days.id
        JOIN purchases_purchaseline AS line
            ON line.purchase_id = days.reverses_id AND line.position = back.position
        WHERE days.reverses_id IS NOT NULL
    ) AS line
    GROUP BY 1
)
SELECT member.member_number, coalesce(member.name, ''), member.left_on,
    sum(sold.food_yen), sum(sold.books_yen), sum(sold.learning_goods_yen), sum(sold.other_yen)
FROM sold
LEFT JOIN members_member AS member
    ON member.coop_id = %(coop)s::int AND member.id = sold.holder_id
GROUP BY member.id
ORDER BY member.member_number NULLS LAST
