-- One lock a member, held to the end of the transaction: it stands for the cards, suspensions,
-- purses and meal days of that member together. It lives in memory: no row is written for it.
-- Members are named by their cards or by their ids; all are locked in the order of their ids.
SELECT pg_advisory_xact_lock(holder.member_id)
FROM (
    SELECT card.member_id
    FROM unnest(%(coops)b::int[], %(keys)b::text[], %(idms)b::bool[])
        AS wanted (coop_id, key, is_idm)
    CROSS JOIN LATERAL (
        SELECT member_id FROM members_membercard
        WHERE NOT wanted.is_idm AND coop_id = wanted.coop_id AND code = wanted.key
        UNION ALL
        SELECT member_id FROM members_membercard
        WHERE wanted.is_idm AND coop_id = wanted.coop_id AND idm = wanted.key
    ) AS card
    UNION
    SELECT member_id FROM unnest(%(members)b::bigint[]) AS member_id
    ORDER BY member_id
) AS holder
