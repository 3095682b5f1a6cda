-- A reversal whose lines do not make up its total, are not those of its receipt, or are, with those
-- of the reversals before it, not within the lines of its sale; or lines of no reversal.
SELECT format('purchases_reversalline reversal_id=%%s',
    coalesce(reversal.entry_id, lines.reversal_id))
FROM purchases_reversal AS reversal
FULL JOIN (
    SELECT back.reversal_id, sum(back.amount_yen) AS amount_yen,
        string_agg(concat_ws(' ', back.position, back.quantity, back.amount_yen), ','
            ORDER BY back.position) AS said,
        bool_or(line.position IS NULL
            OR back.quantity_so_far > line.quantity
            OR (back.quantity_so_far = line.quantity AND back.yen_so_far <> line.amount_yen)
            OR back.yen_so_far NOT BETWEEN least(line.amount_yen, 0)
                AND greatest(line.amount_yen, 0)) AS astray
    FROM (
        SELECT back.*, of_line.original_id,
            sum(back.quantity) OVER so_far AS quantity_so_far,
            sum(back.amount_yen) OVER so_far AS yen_so_far
        FROM purchases_reversalline AS back
        LEFT JOIN purchases_reversal AS of_line ON of_line.entry_id = back.reversal_id
        WINDOW so_far AS (PARTITION BY of_line.original_id, back.position ORDER BY of_line.number)
    ) AS back
    LEFT JOIN purchases_purchaseline AS line
        ON line.purchase_id = back.original_id AND line.position = back.position
    GROUP BY back.reversal_id
) AS lines ON lines.reversal_id = reversal.entry_id
LEFT JOIN LATERAL (
    SELECT string_agg(concat_ws(' ', line, quantity, amount), ',' ORDER BY line) AS said
    FROM ledger_entry AS entry,
        jsonb_to_recordset(convert_from(entry.receipt, 'UTF8')::jsonb -> 'lines')
            AS told (line int, quantity int, amount bigint)
    WHERE entry.id = reversal.entry_id
) AS receipt ON true
WHERE reversal.entry_id IS NULL
    OR lines.astray
    OR lines.said IS DISTINCT FROM receipt.said
    OR (lines.reversal_id IS NULL) <> reversal.is_top_up
    OR lines.amount_yen <> reversal.total_yen
ORDER BY reversal.posted_at
LIMIT 1
