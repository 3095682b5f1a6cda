-- An account whose unit is not that of its kind, or a holder who has not exactly five purses.
SELECT named FROM (
    SELECT account.id, format('ledger_account id=%%s (%%s holder_id=%%s)', account.id,
        account.kind, account.holder_id) AS named
    FROM ledger_account AS account
    WHERE account.unit <> CASE
            WHEN account.kind IN ('POINTS', 'WEB_POINTS', 'POINTS_GRANTED', 'POINTS_REDEEMED')
            THEN 'POINT_TENTHS' ELSE 'JPY' END
        OR (account.version IS NULL AND account.posted_at IS NOT NULL)
        OR (account.kind IN ('CASH', 'MEAL_TENDER', 'OTHER_TENDER', 'SALES')
            AND NOT EXISTS (SELECT FROM coops_terminal AS terminal
                WHERE terminal.id = account.holder_id AND terminal.coop_id = account.coop_id))
        OR (account.version IS NULL AND account.holder_id <> 0
            AND account.kind NOT IN ('CASH', 'MEAL_TENDER', 'OTHER_TENDER', 'SALES'))
    UNION ALL
    SELECT min(account.id), format('ledger_account id=%%s (coop_id=%%s holder_id=%%s)',
        min(account.id), account.coop_id, account.holder_id)
    FROM ledger_account AS account
    WHERE account.version IS NOT NULL
    GROUP BY account.coop_id, account.holder_id
    HAVING count(*) <> 5
) AS wrong
ORDER BY id
LIMIT 1
