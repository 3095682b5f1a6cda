-- What moved between kinds of accounts of a co-op on business dates, by terminal: sums of books.
-- What the office has done stands apart by a number: days that are kept from before have false and
-- true for 0 and 1, which are the same to whoever reads them.
SELECT entry.business_date, coalesce(entry.terminal_id, 0),
    CASE entry.kind
        WHEN 'correction' THEN 1 WHEN 'slip_recall' THEN 2 WHEN 'payout' THEN 3 ELSE 0
    END,
    debit.kind, credit.kind, sum(transfer.amount)::bigint
FROM ledger_entry AS entry
JOIN ledger_transfer AS transfer ON transfer.entry_id = entry.id
JOIN ledger_account AS debit ON debit.id = transfer.debit_account_id
JOIN ledger_account AS credit ON credit.id = transfer.credit_account_id
WHERE entry.coop_id = %(coop)s::int
    AND entry.business_date BETWEEN %(first)s::date AND %(last)s::date
GROUP BY 1, 2, 3, 4, 5
ORDER BY 1, 2, 3, 4, 5
