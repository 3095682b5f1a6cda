-- When members were stopped and let go again. The members are locked.
SELECT suspension.member_id, suspension.suspended_at, suspension.lifted_at
FROM unnest(%(coops)b::int[], %(members)b::bigint[]) AS wanted (coop_id, member_id)
JOIN members_suspension AS suspension
    ON suspension.coop_id = wanted.coop_id AND suspension.member_id = wanted.member_id
WHERE suspension.lifted_at IS NOT NULL
