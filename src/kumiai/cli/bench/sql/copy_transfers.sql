-- A member's transfers as others' own: what a purse of theirs moved, the same purse of others does.
INSERT INTO ledger_transfer (
    entry_id, position, coop_id, unit, debit_account_id, credit_account_id, amount,
    purse_id, purse_version, purse_balance, posted_at
)
SELECT (left(entry.id::text, 15)
        || substr(md5(entry.id::text || other.id::text)::uuid::text, 16))::uuid,
    transfer.position, transfer.coop_id, transfer.unit,
    CASE WHEN transfer.debit_account_id = transfer.purse_id
        THEN copy.id ELSE transfer.debit_account_id END,
    CASE WHEN transfer.credit_account_id = transfer.purse_id
        THEN copy.id ELSE transfer.credit_account_id END,
    transfer.amount, copy.id, transfer.purse_version, transfer.purse_balance, transfer.posted_at
FROM ledger_entry AS entry
JOIN ledger_transfer AS transfer ON transfer.entry_id = entry.id
LEFT JOIN ledger_account AS purse ON purse.id = transfer.purse_id
CROSS JOIN unnest(%(others)s::bigint[]) AS other (id)
LEFT JOIN ledger_account AS copy ON copy.coop_id = purse.coop_id
    AND copy.holder_id = other.id AND copy.kind = purse.kind
WHERE entry.id = ANY (%(entries)s::uuid[])
