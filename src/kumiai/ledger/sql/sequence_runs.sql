-- The numbers that terminals of a co-op have counted up on its business dates, as runs without
-- gaps: date, terminal, first and last number.
SELECT business_date, terminal_id, min(sequence), max(sequence)
FROM (
    SELECT business_date, terminal_id, sequence,
        sequence - dense_rank() OVER (PARTITION BY business_date, terminal_id ORDER BY sequence)
            AS island
    FROM ledger_entry
    WHERE coop_id = %(coop)s::int
        AND business_date BETWEEN %(first)s::date AND %(last)s::date
        AND sequence IS NOT NULL AND terminal_id IS NOT NULL
) AS numbered
GROUP BY business_date, terminal_id, island
ORDER BY business_date, terminal_id, min(sequence)
