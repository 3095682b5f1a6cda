-- What a member asked, asked by others too. An id of a copy keeps the time of its original and is
-- otherwise a function of it and of whose it is: every table's copies find each other by it.
INSERT INTO ledger_request (id, digest)
SELECT (left(entry.id::text, 15)
    || substr(md5(entry.id::text || other.id::text)::uuid::text, 16))::uuid, request.digest
FROM ledger_entry AS entry
JOIN ledger_request AS request ON request.id = entry.id
CROSS JOIN unnest(%(others)s::bigint[]) AS other (id)
WHERE entry.id = ANY (%(entries)s::uuid[])
