-- The first entry that does not say any more what its mark was made over.
SELECT format('ledger_entry id=%%s', entry.id)
FROM ledger_entry AS entry
LEFT JOIN ledger_request AS request ON request.id = entry.id
WHERE entry.mark IS DISTINCT FROM sha256(
    convert_to(
        concat_ws(E'\n', entry.id, coalesce(encode(request.digest, 'hex'), ''), entry.coop_id,
            entry.kind, coalesce(entry.terminal_id::text, ''),
            coalesce(entry.holder_id::text, ''),
            (extract(epoch FROM entry.occurred_at) * 1000000)::bigint,
            (extract(epoch FROM entry.posted_at) * 1000000)::bigint,
            to_char(entry.business_date, 'YYYY-MM-DD'), entry.outcome,
            coalesce(entry.reverses_id::text, ''), entry.flags, entry.sequence, ''),
        'UTF8'
    ) || entry.receipt
)
ORDER BY entry.posted_at
LIMIT 1
