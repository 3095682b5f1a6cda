-- One lock a member, held to the end of the transaction: it stands for the cards, suspensions,
-- purses and meal days of that member together. It lives in memory: no row is written for it.
-- Members are named by their cards or by their ids; all are locked in the order of their ids.
SELECT pg_advisory_xact_lock(holder.member_id)
FROM (
    SELECT card.member_id
    FROM unnest(%(coops)b::int[], %(keys)b::text[]) AS wanted (coop_id, key)
    JOIN members_membercard AS card
        ON card.coop_id = wanted.coop_id AND card.code = wanted.key
    UNION
    SELECT card.member_id
    FROM unnest(%(coops)b::int[], %(keys)b::text[]) AS wanted (coop_id, key)
    JOIN members_membercard AS card
        ON card.coop_id = wanted.coop_id AND card.idm = wanted.key
    UNION
    SELECT member_id FROM unnest(%(members)b::bigint[]) AS member_id
    ORDER BY member_id
) AS holder
