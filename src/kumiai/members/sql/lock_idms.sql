-- Whoever issues a card with an IDm has the IDm to themselves until the end of the transaction,
-- so that two who want the same one see each other. After the members' locks, always.
SELECT pg_advisory_xact_lock(3, wanted.hash)
FROM (
    SELECT DISTINCT hashtext(coop_id || ' ' || key) AS hash
    FROM unnest(%(coops)b::int[], %(keys)b::text[]) AS wanted (coop_id, key)
    ORDER BY hash
) AS wanted
