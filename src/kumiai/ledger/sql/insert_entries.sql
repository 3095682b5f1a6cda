INSERT INTO ledger_entry (
    id, coop_id, kind, terminal_id, holder_id, occurred_at, posted_at, business_date, outcome,
    receipt, reverses_id, flags, sequence, mark
)
SELECT * FROM unnest(
    %(ids)b::uuid[], %(coops)b::int[], %(kinds)b::text[], %(terminals)b::bigint[],
    %(holders)b::bigint[], %(occurred)b::timestamptz[], %(posted)b::timestamptz[],
    %(days)b::date[], %(outcomes)b::text[], %(receipts)b::bytea[], %(originals)b::uuid[],
    %(flags)b::text[], %(sequences)b::bigint[], %(marks)b::bytea[]
)
