-- New members, each with a guardian and a first card whose code is the member number.
WITH arriving AS MATERIALIZED (
    SELECT *
      FROM json_to_recordset(%(rows)s::json) AS row (
           member_number text, name text, kana text, birth_date date, joined_year smallint,
           graduation_year smallint, faculty text, home_phone text, guardian_mobile text,
           guardian_name text, left_on date)
), joined AS (
    INSERT INTO members_member (
           coop_id, member_number, name, kana, birth_date, joined_year, graduation_year,
           faculty, home_phone, guardian_mobile, left_on)
    SELECT %(coop)s::int, member_number, name, kana, birth_date, joined_year, graduation_year,
           faculty, home_phone, guardian_mobile, left_on
      FROM arriving
    RETURNING id, coop_id, member_number
), guardians AS (
    INSERT INTO members_guardian (coop_id, member_id, name)
    SELECT joined.coop_id, joined.id, arriving.guardian_name
      FROM joined JOIN arriving USING (member_number)
), cards AS (
    INSERT INTO members_membercard (coop_id, member_id, code, issued_at)
    SELECT coop_id, id, member_number, %(at)s::timestamptz
      FROM joined
)
SELECT member_number, id FROM joined
