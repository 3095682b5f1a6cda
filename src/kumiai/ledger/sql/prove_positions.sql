-- An entry whose transfers are not numbered from 1 without gaps: one is missing, or was moved.
SELECT format('ledger_entry id=%%s', entry_id)
FROM ledger_transfer
GROUP BY entry_id
HAVING min(position) <> 1 OR max(position) <> count(*)
ORDER BY entry_id
LIMIT 1
