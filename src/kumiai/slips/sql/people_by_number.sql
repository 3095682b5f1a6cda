-- The members with these numbers, as matching looks at them.
SELECT id, member_number, kana, left_on
FROM members_member
WHERE coop_id = %(coop)s::int
    AND member_number = ANY (%(numbers)s::text[])
