-- A transfer without its entry, or an id claimed without an answer.
SELECT format('ledger_transfer entry_id=%%s position=%%s', transfer.entry_id, transfer.position)
FROM ledger_transfer AS transfer
LEFT JOIN ledger_entry AS entry ON entry.id = transfer.entry_id
WHERE entry.id IS NULL
UNION ALL
SELECT format('ledger_request id=%%s', request.id)
FROM ledger_request AS request
LEFT JOIN ledger_entry AS entry ON entry.id = request.id
WHERE entry.id IS NULL
LIMIT 1
