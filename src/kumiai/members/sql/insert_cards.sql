-- Cards issued anew; one replaced again in the same batch is dead already.
INSERT INTO members_membercard (coop_id, member_id, code, idm, issued_at, replaced_at)
SELECT coop_id, member_id, code, idm, issued_at, replaced_at::timestamptz
FROM unnest(
    %(coops)b::int[], %(members)b::bigint[], %(codes)b::text[], %(idms)b::text[],
    %(moments)b::timestamptz[], %(replaced)b::text[]
) AS issued (coop_id, member_id, code, idm, issued_at, replaced_at)
