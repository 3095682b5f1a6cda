-- Of these people (a member and who of the membership it is) those a notice is for, by position.
SELECT person.position
  FROM notices_notice AS notice
  JOIN unnest(%(member_ids)s::bigint[], %(readers)s::text[])
       WITH ORDINALITY AS person (member_id, reader, position) ON true
  JOIN members_member AS member
    ON member.id = person.member_id AND member.coop_id = notice.coop_id
 WHERE notice.id = %(notice_id)s::bigint
   AND (member.left_on IS NULL OR member.left_on >= %(on)s::date)
   AND notice.readers IN ('both', person.reader || 's')
   AND CASE notice.audience
           WHEN 'everyone' THEN true
           WHEN 'faculty' THEN notice.faculty = member.faculty
           WHEN 'joined_year' THEN notice.joined_year = member.joined_year
           ELSE EXISTS (
               SELECT FROM notices_noticeaddressee AS addressee
                WHERE addressee.notice_id = notice.id AND addressee.member_id = member.id)
       END
 ORDER BY person.position
