-- Claim ids nobody has used, in one order for all; where a rival is posting one, wait for its end.
INSERT INTO ledger_request (id, digest)
SELECT id, digest
FROM unnest(%(ids)b::uuid[], %(digests)b::bytea[]) AS asked (id, digest)
ORDER BY id
ON CONFLICT DO NOTHING
RETURNING id
