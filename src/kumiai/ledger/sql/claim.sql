-- Claim ids nobody has used, in one order for all, and read how far their co-op's days are closed.
WITH asked AS (
    SELECT * FROM unnest(%(ids)b::uuid[], %(digests)b::bytea[], %(coops)b::int[])
        AS asked (id, digest, coop_id)
), claimed AS (
    INSERT INTO ledger_request (id, digest)
    SELECT id, digest FROM asked ORDER BY id
    ON CONFLICT DO NOTHING
    RETURNING id
)
SELECT claimed.id,
    (SELECT max(business_date) FROM ledger_dayclose WHERE coop_id = asked.coop_id)
FROM claimed JOIN asked USING (id)
