-- What each member bought by genre on business dates, less what was taken back, in yen; whoever
-- bought nothing is left out. Sales on the co-op's suspense are the last row, without a number.
SELECT member.member_number, coalesce(member.name, ''), member.left_on,
    sum(sold.yen) FILTER (WHERE sold.genre = 'food'),
    sum(sold.yen) FILTER (WHERE sold.genre = 'books'),
    sum(sold.yen) FILTER (WHERE sold.genre = 'learning_goods'),
    sum(sold.yen) FILTER (WHERE sold.genre = 'other'),
    sum(sold.yen)
FROM (
    SELECT entry.holder_id, line.genre, sum(line.amount_yen) AS yen
    FROM ledger_entry AS entry
    JOIN purchases_purchaseline AS line ON line.purchase_id = entry.id
    WHERE entry.coop_id = %(coop)s::int
        AND entry.business_date BETWEEN %(first)s::date AND %(last)s::date
    GROUP BY 1, 2
    UNION ALL
    SELECT entry.holder_id, line.genre, -sum(back.amount_yen)
    FROM ledger_entry AS entry
    JOIN purchases_reversalline AS back ON back.reversal_id = entry.id
    JOIN purchases_purchaseline AS line
        ON line.purchase_id = entry.reverses_id AND line.position = back.position
    WHERE entry.coop_id = %(coop)s::int AND entry.reverses_id IS NOT NULL
        AND entry.business_date BETWEEN %(first)s::date AND %(last)s::date
    GROUP BY 1, 2
) AS sold
LEFT JOIN members_member AS member
    ON member.coop_id = %(coop)s::int AND member.id = sold.holder_id
GROUP BY member.id
ORDER BY member.member_number NULLS LAST
