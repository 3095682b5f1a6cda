-- The provisional logins of these members that have no letter's code yet, or with all of them
-- those too that have one. Rows: login id, member number, kind, login ID, name on the letter.
SELECT login.id, member.member_number, login.kind, login.login_id,
       CASE login.kind WHEN 'guardian' THEN guardian.name ELSE member.name END
  FROM identity_login AS login
  JOIN members_member AS member ON member.id = login.member_id
  LEFT JOIN members_guardian AS guardian ON guardian.member_id = member.id
  LEFT JOIN identity_provisionalregistration AS provisional ON provisional.login_id = login.id
 WHERE login.coop_id = %(coop_id)s::int
   AND login.member_id = ANY(%(member_ids)s::bigint[])
   AND login.state = 'provisional'
   AND (%(even_with_code)s::bool OR provisional.is_code IS NOT TRUE)
 ORDER BY member.member_number, login.kind DESC
   FOR UPDATE OF login
