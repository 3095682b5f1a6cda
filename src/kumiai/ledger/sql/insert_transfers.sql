-- The trigger on this table moves the purses.
INSERT INTO ledger_transfer (
    entry_id, position, coop_id, unit, debit_account_id, credit_account_id, amount,
    purse_id, purse_version, purse_balance, posted_at
)
SELECT * FROM unnest(
    %(entries)b::uuid[], %(positions)b::smallint[], %(coops)b::int[], %(units)b::text[],
    %(debits)b::bigint[], %(credits)b::bigint[], %(amounts)b::bigint[],
    %(purses)b::bigint[], %(versions)b::bigint[], %(balances)b::bigint[],
    %(posted)b::timestamptz[]
)
