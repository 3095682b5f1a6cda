-- The notices somebody may read now, the unread ones first and of these the latest; or one of them.
-- Beside each: when they read it, and how many there are in all and unread.
SELECT notice.id, notice.title, notice.text, notice.title_english, notice.text_english,
       notice.starts_at, notice.audience, notice.faculty, notice.joined_year, notice.meal_plan,
       reading.at AS read_at,
       count(*) OVER () AS total,
       count(*) FILTER (WHERE reading.at IS NULL) OVER () AS unread
  FROM members_member AS member
  JOIN notices_notice AS notice ON notice.coop_id = member.coop_id
  LEFT JOIN notices_noticereading AS reading
    ON reading.notice_id = notice.id
   AND reading.member_id = member.id
   AND reading.reader = %(reader)s::text
 WHERE member.coop_id = %(coop_id)s::integer
   AND member.id = %(member_id)s::bigint
   AND (%(notice_id)s::bigint IS NULL OR notice.id = %(notice_id)s::bigint)
   AND notice.starts_at <= %(at)s::timestamptz
   AND (notice.ends_at IS NULL OR notice.ends_at > %(at)s::timestamptz)
   AND notice.withdrawn_at IS NULL
   AND notice.readers IN ('both', %(reader)s::text || 's')
   AND CASE notice.audience
           WHEN 'everyone' THEN true
           WHEN 'faculty' THEN notice.faculty = member.faculty
           WHEN 'joined_year' THEN notice.joined_year = member.joined_year
           ELSE EXISTS (
               SELECT FROM notices_noticeaddressee AS addressee
                WHERE addressee.notice_id = notice.id AND addressee.member_id = member.id)
       END
 ORDER BY reading.at IS NOT NULL, notice.starts_at DESC, notice.id DESC
 LIMIT %(count)s::integer OFFSET %(skipped)s::integer
