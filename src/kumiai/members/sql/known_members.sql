-- What is stored of the members with these numbers, with the name of their guardian.
SELECT member.id, member.member_number, member.name, member.kana, member.birth_date,
       member.joined_year, member.graduation_year, member.faculty, member.home_phone,
       member.guardian_mobile, guardian.name, member.left_on
  FROM members_member member
  JOIN members_guardian guardian
    ON guardian.coop_id = member.coop_id AND guardian.member_id = member.id
 WHERE member.coop_id = %(coop)s::int AND member.member_number = ANY(%(numbers)s::text[])
