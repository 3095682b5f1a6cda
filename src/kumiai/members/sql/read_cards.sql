SELECT card.id, card.member_id, card.code, card.replaced_at,
    member.member_number, member.name, member.graduation_year, member.left_on,
    suspension.suspended_at
FROM members_membercard AS card
JOIN members_member AS member ON member.coop_id = card.coop_id AND member.id = card.member_id
LEFT JOIN members_suspension AS suspension
    ON suspension.member_id = card.member_id AND suspension.lifted_at IS NULL
WHERE card.id = ANY(%(cards)b::bigint[])
