-- The cards of these codes and IDms, and since when their members are stopped. Under the members'
-- lock: a suspension it has waited for is committed by then, and only a new statement sees it.
SELECT wanted.coop_id, wanted.key, card.id, card.coop_id, card.code, member.id,
    member.member_number, member.graduation_year, member.left_on, card.replaced_at,
    suspension.suspended_at
FROM unnest(%(coops)b::int[], %(keys)b::text[], %(idms)b::bool[])
    AS wanted (coop_id, key, is_idm)
CROSS JOIN LATERAL (
    SELECT id, coop_id, member_id, code, replaced_at FROM members_membercard
    WHERE NOT wanted.is_idm AND coop_id = wanted.coop_id AND code = wanted.key
    UNION ALL
    SELECT id, coop_id, member_id, code, replaced_at FROM members_membercard
    WHERE wanted.is_idm AND coop_id = wanted.coop_id AND idm = wanted.key
) AS card
JOIN members_member AS member ON member.coop_id = card.coop_id AND member.id = card.member_id
LEFT JOIN members_suspension AS suspension
    ON suspension.member_id = member.id AND suspension.lifted_at IS NULL
