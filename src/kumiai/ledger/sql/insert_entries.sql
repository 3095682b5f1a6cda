INSERT INTO ledger_entry (
    id, coop_id, kind, terminal_id, holder_id, occurred_at, posted_at, business_date, outcome,
    receipt, reverses_id, flags, sequence, mark
)
SELECT
    unnest(%(ids)b::uuid[]), unnest(%(coops)b::int[]), unnest(%(kinds)b::text[]),
    unnest(%(terminals)b::bigint[]), unnest(%(holders)b::bigint[]),
    unnest(%(occurred)b::timestamptz[]), unnest(%(posted)b::timestamptz[]),
    unnest(%(days)b::date[]), unnest(%(outcomes)b::text[]), unnest(%(receipts)b::bytea[]),
    unnest(%(originals)b::uuid[]), unnest(%(flags)b::text[]), unnest(%(sequences)b::bigint[]),
    unnest(%(marks)b::bytea[])
