INSERT INTO coops_staffact (
    coop_id, at, actor_kind, actor_id, verb, subject, reason, details
)
SELECT coop_id, at, actor_kind, actor_id, verb, subject, reason, details::jsonb
FROM unnest(
    %(coops)b::int[], %(moments)b::timestamptz[], %(actor_kinds)b::text[], %(actors)b::text[],
    %(verbs)b::text[], %(subjects)b::text[], %(reasons)b::text[], %(details)b::text[]
) AS acts (coop_id, at, actor_kind, actor_id, verb, subject, reason, details)
