-- For each business date of a co-op: what every kind of account was debited and credited, the
-- purses of all members as one line a kind, the others by their holder.
SELECT entry.business_date, account.kind,
    CASE WHEN account.version IS NULL THEN account.holder_id ELSE 0 END AS holder_id,
    sum(side.debit)::bigint AS debit, sum(side.credit)::bigint AS credit
FROM ledger_entry AS entry
JOIN ledger_transfer AS transfer ON transfer.entry_id = entry.id
CROSS JOIN LATERAL (
    VALUES (transfer.debit_account_id, transfer.amount, 0),
        (transfer.credit_account_id, 0, transfer.amount)
) AS side (account_id, debit, credit)
JOIN ledger_account AS account ON account.id = side.account_id
WHERE entry.coop_id = %(coop)s::int
    AND entry.business_date BETWEEN %(first)s::date AND %(last)s::date
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
