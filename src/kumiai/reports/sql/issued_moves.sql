-- What came into prepaid and uncollected money of a co-op on business dates less what left it, by
-- the kind of account on the other side, in yen.
SELECT other.kind, sum(
    CASE WHEN transfer.credit_account_id = transfer.purse_id
        THEN transfer.amount ELSE -transfer.amount END)::bigint AS net
FROM ledger_entry AS entry
JOIN ledger_transfer AS transfer ON transfer.entry_id = entry.id
JOIN ledger_account AS purse ON purse.id = transfer.purse_id
    AND purse.kind IN ('PREPAID', 'UNCOLLECTED')
JOIN ledger_account AS other ON other.id = CASE
    WHEN transfer.credit_account_id = transfer.purse_id THEN transfer.debit_account_id
    ELSE transfer.credit_account_id END
WHERE entry.coop_id = %(coop)s::int
    AND entry.business_date BETWEEN %(first)s::date AND %(last)s::date
GROUP BY other.kind
