-- The answers given to ids of earlier requests.
SELECT request.id, request.digest, entry.receipt
FROM ledger_request AS request JOIN ledger_entry AS entry USING (id)
WHERE request.id = ANY(%(ids)b::uuid[])
