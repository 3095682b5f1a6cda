-- A reversal whose transfers move other amounts than it says: tenders, points, yen for points.
SELECT format('purchases_reversal entry_id=%%s', reversal.entry_id)
FROM purchases_reversal AS reversal
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum(amount) FILTER (WHERE way = 'SALES PREPAID'), 0) AS to_prepaid,
        coalesce(sum(amount) FILTER (WHERE way = 'SALES DEBT'), 0) AS to_debt,
        coalesce(sum(amount) FILTER (WHERE way = 'SALES SUSPENSE'), 0) AS to_suspense,
        coalesce(sum(amount) FILTER (WHERE way = 'SALES MEAL_TENDER'), 0) AS meal_card,
        coalesce(sum(amount) FILTER (WHERE way = 'SALES CASH'), 0) AS cash,
        coalesce(sum(amount) FILTER (WHERE way = 'SALES OTHER_TENDER'), 0) AS other,
        coalesce(sum(amount) FILTER (WHERE way = 'PREPAID CASH'), 0) AS cash_of_prepaid,
        coalesce(sum(amount) FILTER (WHERE way = 'DEBT CASH'), 0) AS cash_owed,
        coalesce(sum(amount) FILTER (WHERE way = 'POINTS POINTS_GRANTED'), 0) AS points,
        coalesce(sum(amount) FILTER (WHERE way = 'POINTS_REDEEMED POINTS_GRANTED'), 0) AS redeemed,
        coalesce(sum(amount) FILTER (WHERE way = 'PREPAID POINTS_REDEEMED_YEN'), 0) AS points_paid,
        coalesce(sum(amount) FILTER (WHERE way = 'DEBT POINTS_REDEEMED_YEN'), 0) AS points_owed,
        coalesce(bool_or(NOT way = ANY (CASE WHEN reversal.is_top_up THEN ARRAY[
            'PREPAID CASH', 'DEBT CASH'
        ] ELSE ARRAY[
            'SALES PREPAID', 'SALES DEBT', 'SALES SUSPENSE', 'SALES MEAL_TENDER', 'SALES CASH',
            'SALES OTHER_TENDER', 'POINTS POINTS_GRANTED', 'POINTS_REDEEMED POINTS_GRANTED',
            'PREPAID POINTS_REDEEMED_YEN', 'DEBT POINTS_REDEEMED_YEN'
        ] END)), false) AS astray
    FROM (
        SELECT transfer.amount, debit.kind || ' ' || credit.kind AS way
        FROM ledger_transfer AS transfer
        JOIN ledger_account AS debit ON debit.id = transfer.debit_account_id
        JOIN ledger_account AS credit ON credit.id = transfer.credit_account_id
        WHERE transfer.entry_id = reversal.entry_id
    ) AS transfers
) AS moved
WHERE moved.astray
    OR moved.to_prepaid + moved.to_debt + moved.to_suspense <> reversal.prepaid_yen
    OR moved.to_debt <> reversal.debt_recovered_yen
    OR moved.to_suspense
        <> CASE WHEN reversal.member_id IS NULL THEN reversal.prepaid_yen ELSE 0 END
    OR moved.meal_card <> reversal.meal_card_yen - reversal.meal_lapsed_yen
    OR moved.cash + moved.cash_of_prepaid + moved.cash_owed <> reversal.cash_yen
    OR moved.other <> reversal.other_yen
    OR moved.cash_owed + moved.points_owed <> reversal.debt_added_yen
    OR moved.points <> reversal.points_taken_back_tenths
    OR moved.redeemed <> reversal.points_redeemed_tenths
    OR moved.points_paid + moved.points_owed <> reversal.points_yen
ORDER BY reversal.posted_at
LIMIT 1
