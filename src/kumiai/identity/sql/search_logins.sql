-- The members of whose logins one has this mail address, or the beginning of it, or this login ID.
(
    SELECT member_id FROM identity_login
    WHERE coop_id = %(coop)s AND member_id IS NOT NULL AND mail <> ''
        AND lower(mail) ~>=~ %(typed)s::text
        AND lower(mail) ~<~ (%(typed)s::text || chr(1114109))
    ORDER BY lower(mail) USING ~<~
    LIMIT %(most)s
)
UNION
SELECT member_id FROM identity_login
WHERE coop_id = %(coop)s AND member_id IS NOT NULL AND login_id = %(login_id)s
LIMIT %(most)s
