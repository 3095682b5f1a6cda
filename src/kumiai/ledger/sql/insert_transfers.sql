-- The trigger on this table moves the purses.
INSERT INTO ledger_transfer (
    entry_id, position, coop_id, unit, debit_account_id, credit_account_id, amount,
    purse_id, purse_version, purse_balance, posted_at
)
SELECT
    unnest(%(entries)b::uuid[]), unnest(%(positions)b::smallint[]), unnest(%(coops)b::int[]),
    unnest(%(units)b::text[]), unnest(%(debits)b::bigint[]), unnest(%(credits)b::bigint[]),
    unnest(%(amounts)b::bigint[]), unnest(%(purses)b::bigint[]), unnest(%(versions)b::bigint[]),
    unnest(%(balances)b::bigint[]), unnest(%(posted)b::timestamptz[])
