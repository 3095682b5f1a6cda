-- How much each kind of account moved some purses of a member up to a moment, and in all.
SELECT account.kind, other.kind, sum(
    CASE WHEN (transfer.credit_account_id = account.id) = (account.kind <> 'DEBT')
        THEN transfer.amount ELSE -transfer.amount END)::bigint
FROM ledger_account AS account
JOIN ledger_transfer AS transfer ON transfer.purse_id = account.id
    AND transfer.posted_at <= %(until)s::timestamptz
JOIN ledger_account AS other ON other.id = CASE
    WHEN transfer.credit_account_id = account.id THEN transfer.debit_account_id
    ELSE transfer.credit_account_id END
WHERE account.coop_id = %(coop)s::int AND account.holder_id = %(holder)s::bigint
    AND account.kind = ANY(%(kinds)s::text[])
GROUP BY 1, 2
ORDER BY 1, 2
