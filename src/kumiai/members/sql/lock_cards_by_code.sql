-- The cards of these codes, kept from being stopped or replaced until the transaction ends.
SELECT wanted.coop_id, wanted.key, card.id, card.coop_id, card.code, member.id,
       member.member_number, member.graduation_year, member.left_on, card.replaced_at
  FROM unnest(%(coops)b::int[], %(keys)b::text[]) AS wanted (coop_id, key)
  JOIN members_membercard card ON card.coop_id = wanted.coop_id AND card.code = wanted.key
  JOIN members_member member ON member.coop_id = card.coop_id AND member.id = card.member_id
 ORDER BY card.id
   FOR SHARE OF card
