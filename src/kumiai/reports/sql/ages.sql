-- Of what waits to be collected and of what is owed at the end of a business date: how much came
-- on which date. What came first goes first, so what is left is what came last.
-- Such purses move seldom: each is looked up by its own transfers, not all transfers since.
WITH held AS (
    SELECT purse.id, purse.kind, purse.balance - later.change AS amount
    FROM ledger_account AS purse
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(
            CASE WHEN (transfer.credit_account_id = purse.id) = (purse.kind <> 'DEBT')
                THEN transfer.amount ELSE -transfer.amount END), 0) AS change
        FROM ledger_transfer AS transfer
        JOIN ledger_entry AS entry ON entry.id = transfer.entry_id
        WHERE transfer.purse_id = purse.id AND entry.business_date > %(on)s::date
    ) AS later
    WHERE purse.coop_id = %(coop)s::int AND purse.kind IN ('UNCOLLECTED', 'DEBT')
        AND purse.version > 0 AND purse.balance > later.change
), raised AS (
    SELECT held.kind, held.amount AS left_over, entry.business_date, transfer.amount,
        sum(transfer.amount) OVER (
            PARTITION BY held.id ORDER BY transfer.purse_version DESC) AS since
    FROM held
    JOIN ledger_transfer AS transfer ON transfer.purse_id = held.id
        AND (transfer.credit_account_id = held.id) = (held.kind <> 'DEBT')
    JOIN ledger_entry AS entry ON entry.id = transfer.entry_id
        AND entry.business_date <= %(on)s::date
)
SELECT kind, business_date, sum(least(amount, left_over - (since - amount)))::bigint
FROM raised
WHERE since - amount < left_over
GROUP BY kind, business_date
ORDER BY kind, business_date
