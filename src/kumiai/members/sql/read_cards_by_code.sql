-- The cards of these codes, and since when their members are stopped. Asked under the members'
-- lock: a suspension it has waited for is committed by then, and only a new statement sees it.
SELECT wanted.coop_id, wanted.key, card.id, card.coop_id, card.code, member.id,
    member.member_number, member.graduation_year, member.left_on, card.replaced_at,
    suspension.suspended_at
FROM unnest(%(coops)b::int[], %(keys)b::text[]) AS wanted (coop_id, key)
JOIN members_membercard AS card ON card.coop_id = wanted.coop_id AND card.code = wanted.key
JOIN members_member AS member ON member.coop_id = card.coop_id AND member.id = card.member_id
LEFT JOIN members_suspension AS suspension
    ON suspension.member_id = member.id AND suspension.lifted_at IS NULL
