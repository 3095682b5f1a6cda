-- Bring known members, and the names of their guardians, up to date.
WITH changed AS MATERIALIZED (
    SELECT *
      FROM json_to_recordset(%(rows)s::json) AS row (
           id bigint, name text, kana text, birth_date date, joined_year smallint,
           graduation_year smallint, faculty text, home_phone text, guardian_mobile text,
           guardian_name text, left_on date)
), members AS (
    UPDATE members_member member
       SET name = changed.name,
           kana = changed.kana,
           birth_date = changed.birth_date,
           joined_year = changed.joined_year,
           graduation_year = changed.graduation_year,
           faculty = changed.faculty,
           home_phone = changed.home_phone,
           guardian_mobile = changed.guardian_mobile,
           left_on = changed.left_on
      FROM changed
     WHERE member.coop_id = %(coop)s::int AND member.id = changed.id
)
UPDATE members_guardian guardian
   SET name = changed.guardian_name
  FROM changed
 WHERE guardian.coop_id = %(coop)s::int
   AND guardian.member_id = changed.id
   AND guardian.name <> changed.guardian_name
