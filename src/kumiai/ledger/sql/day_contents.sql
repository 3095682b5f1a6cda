-- For each business date of a co-op: how many entries, and one digest over every column of them
-- and their transfers. Written out by hand so that no session setting can change the text.
WITH lines AS (
    SELECT transfer.entry_id,
        string_agg(
            concat_ws('|', transfer.position, transfer.coop_id, transfer.unit,
                transfer.debit_account_id, transfer.credit_account_id, transfer.amount,
                coalesce(transfer.purse_id, 0), coalesce(transfer.purse_version, 0),
                coalesce(transfer.purse_balance, 0),
                (extract(epoch FROM transfer.posted_at) * 1000000)::bigint),
            E'\n' ORDER BY transfer.position
        ) AS text
    FROM ledger_entry AS entry JOIN ledger_transfer AS transfer ON transfer.entry_id = entry.id
    WHERE entry.coop_id = %(coop)s::int
        AND entry.business_date BETWEEN %(first)s::date AND %(last)s::date
    GROUP BY transfer.entry_id
), entries AS (
    SELECT entry.business_date, entry.id,
        sha256(convert_to(
            concat_ws(E'\n', entry.id, encode(request.digest, 'hex'), entry.coop_id, entry.kind,
                coalesce(entry.terminal_id, 0), coalesce(entry.holder_id, 0),
                (extract(epoch FROM entry.occurred_at) * 1000000)::bigint,
                (extract(epoch FROM entry.posted_at) * 1000000)::bigint,
                to_char(entry.business_date, 'YYYY-MM-DD'), entry.outcome,
                encode(entry.receipt, 'hex'), coalesce(entry.reverses_id::text, ''),
                entry.flags, entry.sequence, coalesce(lines.text, '')),
            'UTF8'
        )) AS digest
    FROM ledger_entry AS entry
    JOIN ledger_request AS request ON request.id = entry.id
    LEFT JOIN lines ON lines.entry_id = entry.id
    WHERE entry.coop_id = %(coop)s::int
        AND entry.business_date BETWEEN %(first)s::date AND %(last)s::date
)
SELECT business_date, count(*), sha256(string_agg(digest, ''::bytea ORDER BY id))
FROM entries
GROUP BY business_date
ORDER BY business_date
