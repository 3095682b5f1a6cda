-- By what each purse of a co-op changed in each month.
SELECT date_trunc('month', entry.business_date)::date, purse.holder_id, purse.kind,
    sum(CASE WHEN (transfer.credit_account_id = purse.id) = (purse.kind <> 'DEBT')
        THEN transfer.amount ELSE -transfer.amount END)::bigint
FROM ledger_entry AS entry
JOIN ledger_transfer AS transfer ON transfer.entry_id = entry.id
JOIN ledger_account AS purse ON purse.id = transfer.purse_id
WHERE entry.coop_id = %(coop)s::int
    AND entry.business_date BETWEEN %(first)s::date AND %(last)s::date
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
