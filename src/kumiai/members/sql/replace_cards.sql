-- These cards are dead from now on.
UPDATE members_membercard AS card
SET replaced_at = replaced.at
FROM unnest(%(coops)b::int[], %(codes)b::text[], %(moments)b::timestamptz[])
    AS replaced (coop_id, code, at)
WHERE card.coop_id = replaced.coop_id AND card.code = replaced.code AND card.replaced_at IS NULL
