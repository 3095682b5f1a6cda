-- A purchase whose transfers move other amounts than it says: tenders, points, blocks to yen.
SELECT format('purchases_purchase entry_id=%%s', purchase.entry_id)
FROM purchases_purchase AS purchase
CROSS JOIN LATERAL (
    SELECT
        coalesce(sum(amount) FILTER (WHERE credit.kind = 'SALES'), 0) AS sales,
        coalesce(sum(amount) FILTER (WHERE debit.kind = 'MEAL_TENDER'), 0) AS meal_card,
        coalesce(sum(amount) FILTER (WHERE debit.kind = 'CASH'), 0) AS cash,
        coalesce(sum(amount) FILTER (WHERE debit.kind = 'OTHER_TENDER'), 0) AS other,
        coalesce(sum(amount) FILTER (
            WHERE credit.kind = 'SALES' AND debit.kind IN ('DEBT', 'SUSPENSE')), 0) AS shortfall,
        coalesce(sum(amount) FILTER (WHERE debit.kind = 'UNCOLLECTED'), 0) AS collected,
        coalesce(sum(amount) FILTER (WHERE credit.kind = 'DEBT'), 0) AS recovered,
        coalesce(sum(amount) FILTER (WHERE debit.kind = 'POINTS_GRANTED'), 0) AS earned,
        coalesce(sum(amount) FILTER (WHERE credit.kind = 'POINTS_REDEEMED'), 0) AS converted,
        coalesce(sum(amount) FILTER (WHERE debit.kind = 'POINTS_REDEEMED_YEN'), 0) AS top_up,
        coalesce(bool_or(NOT (debit.kind || ' ' || credit.kind) = ANY (ARRAY[
            'UNCOLLECTED CLEARING', 'CLEARING DEBT', 'CLEARING PREPAID', 'MEAL_TENDER SALES',
            'CASH SALES', 'OTHER_TENDER SALES', 'PREPAID SALES', 'DEBT SALES', 'SUSPENSE SALES',
            'POINTS_GRANTED POINTS', 'POINTS POINTS_REDEEMED', 'POINTS_REDEEMED_YEN DEBT',
            'POINTS_REDEEMED_YEN PREPAID'])), false) AS astray
    FROM ledger_transfer AS transfer
    JOIN ledger_account AS debit ON debit.id = transfer.debit_account_id
    JOIN ledger_account AS credit ON credit.id = transfer.credit_account_id
    WHERE transfer.entry_id = purchase.entry_id
) AS moved
WHERE moved.astray OR moved.sales <> purchase.total_yen
    OR moved.meal_card <> purchase.meal_card_yen
    OR moved.cash <> purchase.cash_yen
    OR moved.other <> purchase.other_yen
    OR moved.shortfall <> purchase.shortfall_yen
    OR moved.collected <> purchase.collected_yen
    OR moved.recovered <> purchase.debt_recovered_yen
    OR moved.earned <> purchase.points_earned_tenths
    OR moved.converted <> purchase.points_converted_tenths
    OR moved.top_up <> purchase.auto_top_up_yen
ORDER BY purchase.posted_at
LIMIT 1
