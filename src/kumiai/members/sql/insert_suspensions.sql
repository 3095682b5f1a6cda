-- Those lifted again in the same batch bring their end along; a null is one that holds.
INSERT INTO members_suspension (
    coop_id, member_id, suspended_at, reason, by_kind, by_id,
    lifted_at, lift_reason, lifted_by_kind, lifted_by_id
)
SELECT coop_id, member_id, suspended_at, reason, by_kind, by_id,
    lifted_at::timestamptz, lift_reason, lifted_by_kind, lifted_by_id
FROM unnest(
    %(coops)b::int[], %(members)b::bigint[], %(moments)b::timestamptz[],
    %(reasons)b::text[], %(by_kinds)b::text[], %(by_ids)b::text[],
    %(lifted)b::text[], %(lift_reasons)b::text[], %(lifted_by_kinds)b::text[],
    %(lifted_by_ids)b::text[]
) AS suspended (
    coop_id, member_id, suspended_at, reason, by_kind, by_id,
    lifted_at, lift_reason, lifted_by_kind, lifted_by_id
)
