-- What provisional registration needs of these members, and the salts they already have.
-- Rows: member id, number, kana, birth date, joining year, phones, whether there is a guardian,
-- the member's and the guardian's salt (null where there is none yet).
SELECT m.id, m.member_number, m.kana, m.birth_date, m.joined_year, m.home_phone,
       m.guardian_mobile, g.id IS NOT NULL, pm.salt, pg.salt
  FROM members_member m
  LEFT JOIN members_guardian g ON g.member_id = m.id
  LEFT JOIN identity_login lm ON lm.member_id = m.id AND lm.kind = 'member'
  LEFT JOIN identity_login lg ON lg.member_id = m.id AND lg.kind = 'guardian'
  LEFT JOIN identity_provisionalregistration pm ON pm.login_id = lm.id
  LEFT JOIN identity_provisionalregistration pg ON pg.login_id = lg.id
 WHERE m.coop_id = %(coop_id)s::int
   AND m.id = ANY(%(member_ids)s::bigint[])
   AND m.left_on IS NULL
 ORDER BY m.id
