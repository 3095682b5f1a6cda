-- A member whose waiting money is not what the purse UNCOLLECTED holds.
SELECT format('ledger_account id=%%s (UNCOLLECTED holder_id=%%s)', purse.id, purse.holder_id)
FROM ledger_account AS purse
LEFT JOIN (
    SELECT coop_id, member_id, sum(remaining_yen) AS remaining_yen
    FROM wallet_uncollected GROUP BY coop_id, member_id
) AS waiting ON waiting.coop_id = purse.coop_id AND waiting.member_id = purse.holder_id
WHERE purse.kind = 'UNCOLLECTED' AND purse.balance <> coalesce(waiting.remaining_yen, 0)
ORDER BY purse.id
LIMIT 1
