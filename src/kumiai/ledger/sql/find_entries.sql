-- Entries by their ids, each in its own co-op only.
SELECT entry.coop_id, entry.id, entry.kind, entry.outcome, entry.terminal_id, entry.holder_id,
    entry.occurred_at, entry.posted_at, entry.business_date, entry.receipt
FROM unnest(%(coops)b::int[], %(ids)b::uuid[]) AS wanted (coop_id, id)
JOIN ledger_entry AS entry ON entry.id = wanted.id AND entry.coop_id = wanted.coop_id
