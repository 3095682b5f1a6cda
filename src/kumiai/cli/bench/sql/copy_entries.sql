-- A member's entries as others' own, each with its receipt under its own id and a mark over both.
INSERT INTO ledger_entry (
    id, coop_id, kind, terminal_id, holder_id, occurred_at, posted_at, business_date, outcome,
    receipt, reverses_id, flags, sequence, mark
)
SELECT copy.id, copy.coop_id, copy.kind, copy.terminal_id, copy.holder_id, copy.occurred_at,
    copy.posted_at, copy.business_date, copy.outcome, copy.receipt, NULL, copy.flags, NULL,
    sha256(
        convert_to(
            concat_ws(E'\n', copy.id, encode(copy.digest, 'hex'), copy.coop_id, copy.kind,
                copy.terminal_id, copy.holder_id,
                (extract(epoch FROM copy.occurred_at) * 1000000)::bigint,
                (extract(epoch FROM copy.posted_at) * 1000000)::bigint,
                to_char(copy.business_date, 'YYYY-MM-DD'), copy.outcome, '', copy.flags, ''),
            'UTF8'
        ) || copy.receipt
    )
FROM (
    SELECT named.id, entry.coop_id, entry.kind, entry.terminal_id, other.id AS holder_id,
        entry.occurred_at, entry.posted_at, entry.business_date, entry.outcome, entry.flags,
        request.digest,
        convert_to(
            replace(convert_from(entry.receipt, 'UTF8'), entry.id::text, named.id::text), 'UTF8'
        ) AS receipt
    FROM ledger_entry AS entry
    JOIN ledger_request AS request ON request.id = entry.id
    CROSS JOIN unnest(%(others)s::bigint[]) AS other (id)
    CROSS JOIN LATERAL (
        SELECT (left(entry.id::text, 15)
            || substr(md5(entry.id::text || other.id::text)::uuid::text, 16))::uuid AS id
    ) AS named
    WHERE entry.id = ANY (%(entries)s::uuid[])
) AS copy
