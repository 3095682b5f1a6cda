-- Members of a co-op by what somebody types: the beginning of a number, a name, a given name, their
-- readings or a phone, a card, or ids that another room has found. Each way has its own index and
-- reads no more of it than is shown, in its order: a single sign begins ten thousand names.
WITH typed AS NOT MATERIALIZED (
    SELECT members_folded(%(words)s) AS name,
        members_folded(%(kana)s) AS kana,
        %(digits)s::varchar AS digits,
        %(card)s::varchar AS card
),
found AS (
    (
        SELECT member.id FROM members_member AS member, typed
        WHERE member.coop_id = %(coop)s AND typed.name <> ''
            AND members_folded(member.name) ~>=~ typed.name
            AND members_folded(member.name) ~<~ (typed.name || chr(1114109))
        ORDER BY members_folded(member.name) USING ~<~
        LIMIT %(most)s
    )
    UNION
    (
        SELECT member.id FROM members_member AS member, typed
        WHERE member.coop_id = %(coop)s AND typed.name <> ''
            AND members_given(member.name) ~>=~ typed.name
            AND members_given(member.name) ~<~ (typed.name || chr(1114109))
        ORDER BY members_given(member.name) USING ~<~
        LIMIT %(most)s
    )
    UNION
    (
        SELECT member.id FROM members_member AS member, typed
        WHERE member.coop_id = %(coop)s AND typed.kana <> ''
            AND members_folded(member.kana) ~>=~ typed.kana
            AND members_folded(member.kana) ~<~ (typed.kana || chr(1114109))
        ORDER BY members_folded(member.kana) USING ~<~
        LIMIT %(most)s
    )
    UNION
    (
        SELECT member.id FROM members_member AS member, typed
        WHERE member.coop_id = %(coop)s AND typed.kana <> ''
            AND members_given(member.kana) ~>=~ typed.kana
            AND members_given(member.kana) ~<~ (typed.kana || chr(1114109))
        ORDER BY members_given(member.kana) USING ~<~
        LIMIT %(most)s
    )
    UNION
    (
        SELECT member.id FROM members_member AS member, typed
        WHERE member.coop_id = %(coop)s AND typed.digits <> ''
            AND member.member_number ~>=~ typed.digits
            AND member.member_number ~<~ (typed.digits || ':')
        ORDER BY member.member_number USING ~<~
        LIMIT %(most)s
    )
    UNION
    (
        SELECT member.id FROM members_member AS member, typed
        WHERE member.coop_id = %(coop)s AND typed.digits <> '' AND member.home_phone <> ''
            AND member.home_phone ~>=~ typed.digits
            AND member.home_phone ~<~ (typed.digits || ':')
        ORDER BY member.home_phone USING ~<~
        LIMIT %(most)s
    )
    UNION
    (
        SELECT member.id FROM members_member AS member, typed
        WHERE member.coop_id = %(coop)s AND typed.digits <> '' AND member.guardian_mobile <> ''
            AND member.guardian_mobile ~>=~ typed.digits
            AND member.guardian_mobile ~<~ (typed.digits || ':')
        ORDER BY member.guardian_mobile USING ~<~
        LIMIT %(most)s
    )
    UNION
    SELECT card.member_id FROM members_membercard AS card, typed
    WHERE card.coop_id = %(coop)s AND typed.card <> ''
        AND (card.code = typed.card OR card.idm = typed.card)
    UNION
    SELECT member.id FROM members_member AS member
    WHERE member.coop_id = %(coop)s AND member.id = ANY(%(ids)s::bigint[])
)
SELECT member.id, member.member_number, member.name, member.kana, member.faculty,
    member.joined_year, member.left_on, coalesce(guardian.name, ''),
    EXISTS (
        SELECT FROM members_suspension AS suspension
        WHERE suspension.coop_id = member.coop_id AND suspension.member_id = member.id
            AND suspension.lifted_at IS NULL
    )
FROM (SELECT id FROM found LIMIT %(most)s) AS hit
JOIN members_member AS member ON member.id = hit.id
LEFT JOIN members_guardian AS guardian ON guardian.member_id = member.id
ORDER BY member.kana, member.member_number
