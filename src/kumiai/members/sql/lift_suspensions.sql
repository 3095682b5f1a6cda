-- Lift the open suspensions of these members.
UPDATE members_suspension AS suspension
SET lifted_at = lifted.at, lifted_by_kind = lifted.by_kind, lifted_by_id = lifted.by_id,
    lift_reason = lifted.reason
FROM unnest(
    %(coops)b::int[], %(members)b::bigint[], %(moments)b::timestamptz[],
    %(reasons)b::text[], %(by_kinds)b::text[], %(by_ids)b::text[]
) AS lifted (coop_id, member_id, at, reason, by_kind, by_id)
WHERE suspension.coop_id = lifted.coop_id AND suspension.member_id = lifted.member_id
    AND suspension.lifted_at IS NULL
